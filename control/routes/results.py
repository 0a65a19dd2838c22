"""Results of all cameras: what came since the last question, and the totals."""

from typing import Annotated

from fastapi import APIRouter, Query

from control import views
from control.problems import described
from control.routes.plane import Plane
from control.schemas import ResultsAnswer, SummaryAnswer

router = APIRouter(prefix="/v1", tags=["results"])


@router.get("/results", responses=described(422))
def get_results(
    plane: Plane,
    after: Annotated[int, Query(ge=0, description="The cursor of the last answer.")] = 0,
    last: Annotated[int, Query(ge=1, le=1000, description="Points of each camera, at most.")] = 150,
) -> ResultsAnswer:
    """Return what came since `after`, of all cameras; for pages that follow along."""
    # a cursor of the future is from before a restart of the control plane: begin anew
    number = after if after <= plane.results.count else 0
    cursor, found = plane.results.points_since(number, last)
    return ResultsAnswer(cursor=cursor, cameras={name: views.points(news) for name, news in found.items()})


@router.get("/summary")
def get_summary(plane: Plane) -> SummaryAnswer:
    """Add up all cameras: captured, published, dropped by reason, scored, rejected, latency."""
    return views.summary(plane)
