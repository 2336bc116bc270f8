def test_a_mark_is_kept_replaced_and_dropped(database):
    with database.write() as uow:
        assert uow.marks.get("offset") is None
        uow.marks.set("offset", "7")
        uow.marks.set("offset", "8")
        uow.marks.set("other", "х\0")
        uow.commit()
    with database.write() as uow:
        assert uow.marks.get("offset") == "8"
        assert uow.marks.get("other") == "х"
        uow.marks.drop("offset")
        uow.commit()
    with database.read() as uow:
        assert uow.marks.get("offset") is None
        assert uow.marks.get("other") == "х"
