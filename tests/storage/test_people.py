from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from storage.records import Person
from tests.storage.builders import MINUTE, NOW

LATER = NOW + MINUTE


def test_the_first_to_claim_becomes_the_owner_for_good(database):
    with database.write() as uow:
        assert uow.people.owner() is None
        owner = uow.people.claim(1, "Ana", "Ana Ruiz", NOW)
        assert owner == Person(1, "Ana", "Ana Ruiz", "owner", NOW)
        assert uow.people.claim(2, "Bo", "Bo", LATER) is None
        assert uow.people.claim(1, "Ana", "Ana Ruiz", LATER) is None
        assert uow.people.owner() == uow.people.find(1) == owner
        assert uow.people.find(2) is None


def test_of_several_who_claim_at_once_one_becomes_the_owner(database):
    barrier = Barrier(6)

    def claim(user_id: int) -> bool:
        barrier.wait()
        with database.write() as uow:
            owner = uow.people.claim(user_id, "", "", NOW)
            uow.commit()
        return owner is not None

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(claim, range(1, 7))) == 1


def test_someone_let_in_before_may_still_claim(database):
    with database.write() as uow:
        uow.people.allow(2, NOW)
        assert uow.people.claim(2, "bo", "Bo", LATER) == Person(2, "bo", "Bo", "owner", LATER)
        assert len(uow.people.all()) == 1


def test_people_are_let_in_and_kept_out_by_id(database):
    with database.write() as uow:
        assert uow.people.allow(2, NOW) == Person(2, "", "", "allowed", NOW)
        assert uow.people.deny(2, LATER) == uow.people.find(2) == Person(2, "", "", "denied", LATER)
        assert uow.people.find(3) is None
        assert uow.people.find(3, "") is None


@pytest.mark.parametrize("ref", ["@Bo_Lind", "bo_lind", "@BO_LIND"])
def test_a_person_is_let_in_by_name_before_ever_writing(database, ref):
    with database.write() as uow:
        uow.people.allow(ref, NOW)
        found = uow.people.find(2, "bo_Lind")
        assert found is not None
        assert (found.user_id, found.role) == (None, "allowed")
        assert uow.people.seen(2, "bo_Lind", "Bo") == Person(2, "bo_Lind", "Bo", "allowed", NOW)
        assert len(uow.people.all()) == 1


def test_a_name_that_was_given_up_lets_nobody_else_in(database):
    with database.write() as uow:
        uow.people.allow("@bo", NOW)
        uow.people.seen(2, "bo", "Bo")
        assert uow.people.find(3, "bo") is None
        assert uow.people.seen(3, "bo", "Impostor") is None


def test_a_decision_by_name_meets_the_one_by_id_and_the_later_counts(database):
    with database.write() as uow:
        uow.people.allow(2, NOW)
        uow.people.deny("@bo", LATER)
        assert uow.people.find(2, "bo") == Person(None, "bo", "", "denied", LATER)
        assert uow.people.seen(2, "Bo", "Bo Lind") == Person(2, "Bo", "Bo Lind", "denied", LATER)
        assert uow.people.all() == (Person(2, "Bo", "Bo Lind", "denied", LATER),)


def test_a_name_taken_over_means_its_new_holder(database):
    with database.write() as uow:
        uow.people.allow(2, NOW)
        uow.people.allow(3, NOW)
        uow.people.seen(2, "bo", "First")
        uow.people.seen(3, "bo", "Second")
        uow.people.deny("@bo", LATER)
        assert [(person.user_id, person.username, person.role) for person in uow.people.all()] == [
            (2, "", "allowed"),
            (3, "bo", "denied"),
        ]


@pytest.mark.parametrize("ref", [1, "@ana"])
def test_the_owner_cannot_be_kept_out(database, ref):
    with database.write() as uow:
        owner = uow.people.claim(1, "ana", "Ana", NOW)
        assert uow.people.deny(ref, LATER) == uow.people.allow(ref, LATER) == owner
        uow.people.deny("@ana2", LATER)
        seen = uow.people.seen(1, "ana2", "Ana")
        assert seen is not None
        assert seen.role == "owner"
        assert len(uow.people.all()) == 1


def test_a_forgotten_person_leaves_the_decision_alone(database):
    with database.write() as uow:
        uow.people.deny(2, NOW)
        uow.people.seen(2, "bo", "Bo Lind")
        uow.people.forget(2)
        assert uow.people.all() == (Person(2, "", "", "denied", NOW),)
