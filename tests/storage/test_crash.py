import subprocess
import sys

from storage.check import check

WRITER = (
    "import sys\n"
    "from storage.database import Database\n"
    "from tests.storage.builders import NOW, new_article\n"
    "database = Database.open(sys.argv[1])\n"
    "number = 0\n"
    "while True:\n"
    "    number += 1\n"
    "    with database.write() as uow:\n"
    "        uow.articles.add(new_article(f'https://a.example/{number}', f'Text {number}. ' * 200), (), NOW)\n"
    "        uow.inbox(42).accept([(number, 5, '{}')], NOW)\n"
    "        uow.marks.set('written', str(number))\n"
    "        uow.commit()\n"
    "    print(number, flush=True)\n"
)


def test_a_program_killed_while_it_writes_leaves_whole_transactions_and_all_it_confirmed(database):
    url = database.engine.url.render_as_string(hide_password=False)
    writer = subprocess.Popen([sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    for _ in range(10):
        confirmed = int(writer.stdout.readline())
    writer.kill()
    confirmed = max([confirmed, *map(int, writer.stdout.read().split())])
    writer.wait()
    writer.stdout.close()

    with database.write() as uow:
        written = int(uow.marks.get("written") or 0)
        assert confirmed <= written <= confirmed + 1
        assert uow.articles.count() == uow.articles.last_seq() == uow.inbox(42).depth() == written
    health = check(database)
    assert (health.trouble, health.sound) == ("", True)
