"""Long lists in pages, numbered from 0: how many there are, and which one is meant when the list has become shorter."""

PAGE_SIZE = 8


class Paged:
    """A page of a list; its dataclass has the page's `number` and the `total` of things over all pages."""

    __slots__ = ()
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return last_page(self.total) + 1


def last_page(total: int) -> int:
    """The number of the last page of so many things; 0 for none."""
    return max(0, -(-total // PAGE_SIZE) - 1)


def nearest_page(number: int, total: int) -> int:
    """`number`, or the page nearest to it that there is."""
    return max(0, min(number, last_page(total)))
