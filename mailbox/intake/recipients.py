"""Whom the doors take letters for: our address, what is added to it by a plus sign, and postmaster."""


class Recipients:
    """The table of recipients; an address's case counts for nothing."""

    def __init__(self, address: str) -> None:
        self._local, _, self._domain = address.lower().rpartition("@")

    def takes(self, address: str) -> bool:
        """Tell whether a letter to that address is for us (RFC 5321 section 4.5.1 demands postmaster)."""
        local, _, domain = address.lower().rpartition("@") if "@" in address else (address.lower(), "", self._domain)
        return domain == self._domain and (local in ("postmaster", self._local) or bool(self.find_extra(address)))

    def find_extra(self, address: str) -> str:
        """Return what stands behind the plus sign of an address of ours; empty where nothing does."""
        local, _, domain = address.rpartition("@")
        name, plus, extra = local.partition("+")
        ours = plus and name.lower() == self._local and domain.lower() == self._domain
        return extra[:200] if ours else ""
