"""The screen of the office: what `office.toml` says, to be changed by a responsable."""

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.responses import Response

from ..desk.clock import reschedule
from ..desk.errors import DeskError
from ..desk.journal import record
from ..desk.office import Office
from ..desk.office_errors import BadOffice, BadService, OfficeMoved
from ..desk.office_file import LONGEST_LINE, LONGEST_TEXT, OfficeFile, Wish
from .visit import Visit

_STATUS: dict[type[DeskError], int] = {BadService: 400, OfficeMoved: 409, BadOffice: 409}


def show_service(visit: Visit) -> Response:
    """Show the office's settings in a form."""
    file = _file(visit)
    return _show(visit, file, _describe(file.office), done=visit.asked("fait"))


def change_service(visit: Visit) -> Response:
    """Write the office's settings, which hold at once in every process; what is refused is given back to be mended."""
    file, front = _file(visit), visit.front
    wish = _read_wish(visit, file.office)
    try:
        before, now = file.office.days_off, front.clock()
        with front.database.begin() as session:
            if changed := file.change(wish, visit.sent("version")):
                what = ", ".join(changed)
                record(session, front.call.slug, visit.staff.id, "office.changed", now, changed=what)
                if file.office.days_off != before:
                    reschedule(session, front.call.slug, before, file.office.days_off, now)
    except (BadService, OfficeMoved, BadOffice) as refusal:
        faults = refusal.faults if isinstance(refusal, BadService) else ()
        said = None if isinstance(refusal, BadOffice) else refusal
        return _show(visit, file, wish, status=_STATUS[type(refusal)], refusal=said, faults=faults)
    return visit.go("/service?fait=enregistre")


def _file(visit: Visit) -> OfficeFile:
    source = visit.front.desk.source
    if not isinstance(source, OfficeFile):
        raise HTTPException(404)
    return source


def _describe(office: Office) -> Wish:
    departments = {key: (department.name, department.signature) for key, department in office.departments.items()}
    days = "\n".join(sorted(day.isoformat() for day in office.days_off))
    return Wish(office.name, office.postal, office.telephone, office.hours, departments, days)


def _read_wish(visit: Visit, office: Office) -> Wish:
    departments = {key: (visit.sent(f"department-{key}"), visit.sent(f"signature-{key}")) for key in office.departments}
    return Wish(
        name=visit.sent("name"),
        postal=visit.sent("postal"),
        telephone=visit.sent("telephone"),
        hours=visit.sent("hours"),
        departments=departments,
        days_off=visit.sent("days_off"),
    )


def _show(
    visit: Visit,
    file: OfficeFile,
    wish: Wish,
    *,
    status: int = 200,
    refusal: DeskError | None = None,
    done: str = "",
    faults: Sequence[str] = (),
) -> Response:
    in_force = file.office
    return visit.show(
        "service.html",
        status=status,
        wish=wish,
        version=file.version,
        in_force=_describe(in_force),
        trouble=file.trouble,
        refusal=refusal,
        done=done == "enregistre",
        faults=faults,
        longest_line=LONGEST_LINE,
        longest_text=LONGEST_TEXT,
    )
