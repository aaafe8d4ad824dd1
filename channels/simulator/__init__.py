"""A phone in the browser, and the carriers behind it, so that a newcomer tries the real wire on one machine."""

from channels.simulator.carriers import File, NoSuchButton, NotOnThisPhone
from channels.simulator.faults import Faults
from channels.simulator.phones import Bubble, Button
from channels.simulator.simulator import Network, SimulatedPhone, Simulator

__all__ = [
    "Bubble",
    "Button",
    "Faults",
    "File",
    "Network",
    "NoSuchButton",
    "NotOnThisPhone",
    "SimulatedPhone",
    "Simulator",
]
