"""Lock boards of pymodbus: its server, its codec and its framing; only what hangs at the coils and inputs is ours.

usage: board.py tcp PORT | rtu DEVICE

The first line of standard input is the boards as JSON, each later line a command: shut DOOR, force DOOR, pulses DOOR,
lit DOOR, break FAULT [DOOR ...], mend FAULT, reset. Each is answered with a line.
"""

import asyncio
import json
import sys
import threading
import time

from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext
from pymodbus.datastore.store import BaseModbusDataBlock
from pymodbus.server import StartAsyncSerialServer, StartAsyncTcpServer
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer

doors = {}  # by door: open, pulses
faults = {}  # by fault: the doors it is about, none are all
held = {}  # by board and coil that is on: until when
lamps = {}  # by door: whether its lamp burns

PULSE = 0.05  # seconds that a coil stays on which goes off by itself; pymodbus answers a write with what it reads back


def pulse(door):
    state = doors[door]
    state["pulses"] += 1
    stuck = faults.get("stuck-shut")
    if stuck is None or stuck and door not in stuck:
        state["open"] = True


class Block(BaseModbusDataBlock):
    def __init__(self, bits):
        self.bits = bits

    def validate(self, address, count=1):
        return "refusing" not in faults and all(address + i in self.bits for i in range(count))

    def getValues(self, address, count=1):
        return [self.read(address + i) for i in range(count)]

    def reset(self):
        pass


class Coils(Block):
    """Coils of locks, that hold or go off by themselves, and of lamps."""

    def __init__(self, bits, lamps, unit, hold):
        super().__init__(bits | lamps)
        self.lamps, self.unit, self.hold = lamps, unit, hold

    def read(self, address):
        if address in self.lamps:
            return lamps[self.lamps[address]]
        return held.get((self.unit, address), 0) > time.monotonic()

    def setValues(self, address, values):
        for i, on in enumerate(values):
            coil = (self.unit, address + i)
            if address + i in self.lamps:
                lamps[self.lamps[address + i]] = bool(on)
                continue
            if not on:
                held.pop(coil, None)
                continue
            if "power-lost" not in faults and not (self.hold and coil in held):
                pulse(self.bits[address + i])
            held[coil] = float("inf") if self.hold else time.monotonic() + PULSE


class Inputs(Block):
    """Contacts of doors, and the one that tells of the supply (door 0)."""

    def read(self, address):
        door, inverted = self.bits[address]
        powered = "power-lost" not in faults
        if door == 0:
            return powered != inverted
        return powered and (not doors[door]["open"]) != inverted


def command(words):
    verb, rest = words[0], words[1:]
    if verb == "break":
        faults[rest[0]] = [int(d) for d in rest[1:]]
    elif verb == "mend":
        faults.pop(rest[0], None)
    elif verb == "pulses":
        return str(doors[int(rest[0])]["pulses"])
    elif verb == "lit":
        return str(lamps.get(int(rest[0]), False))
    elif verb == "reset":
        faults.clear()
        held.clear()
        lamps.update(dict.fromkeys(lamps, False))
        for state in doors.values():
            state.update(open=False, pulses=0)
    else:
        doors[int(rest[0])]["open"] = verb == "force"
    return "ok"


def listen():
    for line in sys.stdin:
        print(command(line.split()), flush=True)


async def main(kind, where):
    slaves = {}
    for board in json.loads(sys.stdin.readline()):
        inputs = {int(k): tuple(v) for k, v in board["inputs"].items()}
        coils = {int(k): v for k, v in board["coils"].items()}
        lit = {int(k): v for k, v in board["lamps"].items()}
        lamps.update(dict.fromkeys(lit.values(), False))
        for door in coils.values():
            doors[door] = {"open": False, "pulses": 0}
        slaves[board["unit"]] = ModbusSlaveContext(di=Inputs(inputs), co=Coils(coils, lit, board["unit"], board["hold"]), zero_mode=True)
    context = ModbusServerContext(slaves=slaves, single=False)
    threading.Thread(target=listen, daemon=True).start()
    if kind == "tcp":
        await StartAsyncTcpServer(context=context, framer=ModbusSocketFramer, address=("127.0.0.1", int(where)),
                                  ignore_missing_slaves=True, allow_reuse_address=True)
    else:
        await StartAsyncSerialServer(context=context, framer=ModbusRtuFramer, port=where, baudrate=115200,
                                     ignore_missing_slaves=True)


asyncio.run(main(*sys.argv[1:3]))
