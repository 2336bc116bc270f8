from tests.storage.builders import MINUTE, NOW, new_article


def test_messages_lead_to_the_article_they_show(database):
    with database.write() as uow:
        bridge, _ = uow.articles.add(new_article("https://a.example/1", "Bridge."), (), NOW)
        port, _ = uow.articles.add(new_article("https://a.example/2", "Port."), (), NOW)
        uow.readings.note(5, bridge.id, 70, NOW)
        uow.readings.note(5, bridge.id, 71, NOW + MINUTE)
        uow.readings.note(6, bridge.id, None, NOW)
        uow.readings.note(6, port.id, 70, NOW)
        uow.commit()
    with database.read() as uow:
        assert [uow.readings.article_of(5, message) for message in (70, 71, 72)] == [bridge.id, bridge.id, None]
        assert uow.readings.article_of(6, 70) == port.id
        assert uow.readings.readers(bridge.id) == (5, 6)
        assert uow.readings.readers(port.id) == (6,)
        assert (uow.readings.count(5), uow.readings.count(6), uow.readings.count(7)) == (1, 2, 0)


def test_a_message_that_shows_another_article_now_leads_there(database):
    with database.write() as uow:
        bridge, _ = uow.articles.add(new_article("https://a.example/1", "Bridge."), (), NOW)
        port, _ = uow.articles.add(new_article("https://a.example/2", "Port."), (), NOW)
        uow.readings.note(5, bridge.id, 70, NOW)
        uow.readings.note(5, port.id, 70, NOW)
        assert uow.readings.article_of(5, 70) == port.id


def test_a_removed_article_takes_its_readings_with_it(database):
    with database.write() as uow:
        bridge, _ = uow.articles.add(new_article("https://a.example/1"), (), NOW)
        uow.readings.note(5, bridge.id, 70, NOW)
        uow.articles.remove(bridge.id)
        assert uow.readings.article_of(5, 70) is None
        assert uow.readings.readers(bridge.id) == ()
