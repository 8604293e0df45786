import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from guichet.bot import web
from guichet.bot.web import WebServer

WHOLE, HALF = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HT"


async def answer_late(_request: Request) -> Response:
    await asyncio.sleep(0.3)
    return Response("late")


@pytest.mark.parametrize("sent", [b"", HALF, WHOLE + HALF], ids=["nothing", "half a head", "half a second head"])
async def test_a_connection_that_goes_on_asking_nothing_is_closed(monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    monkeypatch.setattr(web, "HEAD_SECONDS", 0.2)
    server = WebServer(Starlette())
    reader, writer = await asyncio.open_connection(*await server.open("127.0.0.1", 0))

    writer.write(sent[:-4])
    await asyncio.sleep(0.1)
    writer.write(sent[-4:])
    answered = await asyncio.wait_for(reader.read(), 3)

    assert answered.count(b"HTTP/1.1 404") == sent.count(WHOLE)
    writer.close()
    await server.close()


async def test_an_answer_may_take_longer_than_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "HEAD_SECONDS", 0.1)
    server = WebServer(Starlette(routes=[Route("/", answer_late)]))
    host, port = await server.open("127.0.0.1", 0)

    async with httpx.AsyncClient(base_url=f"http://{host}:{port}") as client:
        answers = [(await client.get("/")).text for _ in range(2)]

    assert answers == ["late", "late"]
    await server.close()
