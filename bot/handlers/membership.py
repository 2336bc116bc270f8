"""The bot was blocked, put out, let in again; a group became a supergroup."""

from telegram import ChatMember, Update
from telegram.ext import ChatMemberHandler, MessageHandler, filters

from bot.context import BotContext
from bot.handlers.feature import Feature

_OUT = (ChatMember.LEFT, ChatMember.BANNED)


async def membership(update: Update, context: BotContext) -> None:
    """Keep in mind whether this chat takes messages."""
    if change := update.my_chat_member:
        chats = context.desk.follow_chats
        if change.new_chat_member.status in _OUT:
            await context.run(chats.left, change.chat.id)
        else:
            await context.run(chats.returned, change.chat.id)


async def migration(update: Update, context: BotContext) -> None:
    """A group became a supergroup. Telegram says so in both chats, in either order."""
    if (message := update.effective_message) and message.migrate_to_chat_id:
        await context.run(context.desk.follow_chats.moved, message.chat.id, message.migrate_to_chat_id)
    elif message and message.migrate_from_chat_id:
        await context.run(context.desk.follow_chats.moved, message.migrate_from_chat_id, message.chat.id)


FEATURE = Feature(
    handlers=(
        ChatMemberHandler(membership, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.StatusUpdate.MIGRATE, migration),
    )
)
