"""The metrics of the control plane, for Prometheus."""

from fastapi import APIRouter, Request, Response

from plumbing.metrics.registry import scrape

router = APIRouter(tags=["health"])


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def metrics(request: Request) -> Response:
    """Write all metrics of this process; where there is a token, Prometheus sends it as any client does."""
    text, content_type = scrape(request.app.state.registry, request.headers.get("accept", ""))
    return Response(text, media_type=content_type)
