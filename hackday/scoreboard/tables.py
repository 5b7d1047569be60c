"""What the public may see of a board once it is frozen."""

from piccolo.columns import JSONB, UUID, Boolean, ForeignKey, Integer, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.table import Table

from hackday.days.tables import Day


class Freeze(Table, tablename="board_freeze"):
    """The public board as it stood at the freeze, and how far the reveal has come."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, unique=True)
    public_board = JSONB(default=None, null=False)
    """What everybody sees; each reveal step writes its rows into it."""
    lit = JSONB(default="[]")
    """Teams that the newest step uncovered; everybody sees it."""
    step = Integer(default=0)
    """Steps of the reveal so far, the lowest rank first."""
    is_open = Boolean(default=False)
    """Nothing is hidden any more."""
    frozen_board = JSONB(default=None, null=False)
    """As it stood at the freeze, so that a step can be taken back."""
    final_board = JSONB(default=None, null=True)
    """The counted result, written when the reveal starts; never served while it is hidden."""
    frozen_at = Timestamptz(default=TimestamptzNow())
