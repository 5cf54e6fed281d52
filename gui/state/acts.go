package state

import "github.com/buurtloket/buurtloket/gui/text"

// Act is something a clerk can do with one key.
type Act uint8

// The acts.
const (
	NoAct Act = iota
	Call
	Recall
	Miss
	Serve
	Finish
	Search
	TicketAct
	CheckIn
	HandOutAct
	InboxAct
	SignAct // in or out
	Help
	PlugAct
	VaultAct
	DayAct
	ParkAct
	ResumeAct
	TransferAct
	NextAct // the next product of the same visit
	UndoAct
	HasteAct
	OrderAct
	FiguresAct
	PhotoAct
	CardAct // compare the card in the reader with who collects
	DevicesAct
	PrintsAct
	OpenDoorAct   // of the document that is handed out
	StageAct      // what a hand can do to the devices of a demonstration
	ColleaguesAct // call the colleagues, or say that it is over
	ComeAct       // to the desk that called
	LockAct
	ContactAct // without a visit
	StepAct    // ticks the next step of the visitor's procedure
	ProceduresAct
	acts // how many there are
)

// keys are the keys of the acts, named as the keyboard has them. One key each, and none does two things.
var keys = [acts]string{
	Help: "F1", Call: "F2", Search: "F3", Finish: "F4", Serve: "F5", Recall: "F6", Miss: "F7", TicketAct: "F8",
	HandOutAct: "F9", InboxAct: "F10", CheckIn: "F11", PlugAct: "F12", VaultAct: "Ctrl+K", DayAct: "Ctrl+D",
	ParkAct: "Ctrl+P", ResumeAct: "Ctrl+R", TransferAct: "Ctrl+S", NextAct: "Ctrl+N", UndoAct: "Ctrl+Z", HasteAct: "Ctrl+U",
	OrderAct: "Ctrl+W", FiguresAct: "Ctrl+G", PhotoAct: "Ctrl+F", CardAct: "Ctrl+I",
	DevicesAct: "Ctrl+E", PrintsAct: "Ctrl+B", OpenDoorAct: "Ctrl+O",
	StageAct: "Ctrl+M", ColleaguesAct: "Ctrl+H", ComeAct: "Ctrl+J", LockAct: "Ctrl+Q", ContactAct: "Ctrl+Y",
	StepAct: "Insert", ProceduresAct: "Ctrl+F1",
}

// Key is the key of an act, or "".
func (a Act) Key() string { return keys[a] }

// Keys are the keys of all acts.
func Keys() []string {
	var out []string
	for _, k := range keys {
		if k != "" {
			out = append(out, k)
		}
	}
	return out
}

// ActOf is the act of a key, or NoAct.
func ActOf(key string) Act {
	for a, k := range keys {
		if k != "" && k == key {
			return Act(a)
		}
	}
	return NoAct
}

// Words is the verb on the act's button.
func (a Act) Words(w *text.Words) string {
	return [acts]string{NoAct: "", Call: w.Acts.Call, Recall: w.Acts.Recall, Miss: w.Acts.Miss, Serve: w.Acts.Serve,
		Finish: w.Acts.Finish, Search: w.Acts.Search, TicketAct: w.Acts.Ticket, CheckIn: w.Acts.CheckIn,
		HandOutAct: w.Acts.HandOut, InboxAct: w.Acts.Inbox, SignAct: w.Acts.SignIn, Help: w.Acts.Help,
		PlugAct: w.Acts.Unplug, VaultAct: w.Acts.Vault, DayAct: w.Daily.Act,
		ParkAct: w.Hall.Park, ResumeAct: w.Hall.Resume, TransferAct: w.Hall.Transfer, NextAct: w.Hall.NextProduct, UndoAct: w.Hall.Undo,
		HasteAct: w.Hall.Hasten, OrderAct: w.Hall.Order, FiguresAct: w.Hall.Figures,
		PhotoAct: w.Photo.Act, CardAct: w.Card.Act,
		DevicesAct: w.Gear.Act, PrintsAct: w.Gear.Prints, OpenDoorAct: text.Fill(w.Gear.OpenDoor, "place", "…"),
		StageAct: w.Stage.Act, ColleaguesAct: w.Team.Ask, ComeAct: w.Team.Come, LockAct: w.Team.Lock, ContactAct: w.Contact.Act,
		StepAct: w.Process.Tick, ProceduresAct: w.Process.Act}[a]
}

// can tells what may be pressed now. The counter decides in the end; this only spares useless presses.
func (c *Clerk) can() [acts]bool {
	var can [acts]bool
	if !c.ready {
		return can
	}
	visit, here := c.visit()
	signed := c.me() != nil
	can[Help], can[InboxAct], can[SignAct] = true, true, !here
	can[PlugAct], can[StageAct] = c.snap.Plug.Present, c.staged()
	can[Call] = signed && !here && len(c.snap.Queue) > 0
	called := signed && here && visit.Served.IsZero()
	can[Recall], can[Miss], can[Serve] = called, called, called
	can[Finish] = signed && here && !called
	can[HandOutAct] = can[Finish] && c.snap.Vault.Keeps() && (c.hand.item == nil || c.hand.ready() || len(c.hand.usual()) > 0)
	can[Search], can[TicketAct], can[CheckIn] = signed, signed, signed
	can[VaultAct] = signed && c.snap.Vault.Keeps()
	can[DayAct] = signed
	can[PhotoAct] = signed && c.snap.Camera
	_, read := c.readCard()
	can[CardAct] = can[Finish] && read && c.hand.item != nil
	can[DevicesAct], can[PrintsAct] = c.equipped(), c.prints()
	can[OpenDoorAct] = can[Finish] && c.handsThroughDoor()
	c.canHall(&can, signed, here)
	c.canColleagues(&can, signed)
	c.canProcedures(&can, signed)
	return can
}

// canHall adds what can be done with the waiting room.
func (c *Clerk) canHall(can *[acts]bool, signed, here bool) {
	v, _ := c.visit()
	can[ParkAct] = can[Finish]
	can[ResumeAct] = signed && !here && len(c.mine()) > 0
	can[TransferAct] = signed && here
	can[NextAct] = can[Finish] && len(v.Next) > 0
	can[UndoAct] = c.undoWords() != ""
	_, waits := c.chosenWaiting()
	can[HasteAct] = signed && waits
	can[OrderAct], can[FiguresAct] = true, true
}

// next is the act that most likely comes next: its button is the primary one of the screen.
func (c *Clerk) next(can [acts]bool) Act {
	visit, here := c.visit()
	switch {
	case c.me() == nil:
		return SignAct
	case c.desperate():
		return ComeAct
	case here && visit.Served.IsZero():
		return Serve
	case here && !c.hand.given && c.snap.Vault.Keeps() && (c.hand.item != nil || c.product(visit.Product).HandOut):
		return HandOutAct
	case here:
		return Finish
	case can[Call]:
		return Call
	}
	return NoAct
}

// reaches reports whether an act's key works under the sheet that is open: only from one piece of work at
// the front of the desk to another, never out of a half-done signing in or hand-over.
func (c *Clerk) reaches(a Act) bool {
	if a == StageAct || a == ColleaguesAct || a == ComeAct { // they lie over the work, or leave it as it is
		return true
	}
	switch c.sheet {
	case NoSheet:
		return true
	case CheckInSheet:
		return c.announced() || a == Search || a == TicketAct || a == CheckIn || a == InboxAct
	case BookingSheet, TicketSheet, InboxSheet, DoorSheet:
		return a == Search || a == TicketAct || a == CheckIn || a == InboxAct
	case VaultSheet:
		return a == VaultAct // turns its pages
	case HallSheet:
		return a == OrderAct || a == FiguresAct // turn its pages
	case DevicesSheet:
		return a == DevicesAct || a == PrintsAct // turn its pages
	case VisitorSheet:
		return a == HasteAct
	case StageSheet:
		return a == PlugAct
	case ProceduresSheet:
		return a != ProceduresAct && a != StepAct // who looks something up is called away like anybody
	case DailySheet:
		return c.day.page == MorningPage || a == DayAct // who has read the morning begins to work
	}
	return false
}

// Press does an act as its key does. What cannot be done now does nothing.
func (c *Clerk) Press(a Act) {
	c.mu.Lock()
	ok := a < acts && c.can()[a] && !c.busy && c.reaches(a)
	if ok && (c.sheet == DailySheet && a != DayAct || c.sheet == ProceduresSheet || c.announced()) && a != StageAct && a != ColleaguesAct && a != ComeAct {
		c.sheet = NoSheet // read
	}
	c.mu.Unlock()
	if !ok {
		return
	}
	if c.pressHall(a) || c.pressColleague(a) || c.pressProcedure(a) {
		return
	}
	switch a {
	case Call, Recall, Miss, Serve, Finish:
		c.pressDesk(a)
	case Search:
		c.OpenSearch()
	case TicketAct:
		c.open(TicketSheet)
	case CheckIn:
		c.open(CheckInSheet)
	case HandOutAct:
		c.pressHandOut()
	case InboxAct:
		c.open(InboxSheet)
	case SignAct:
		c.pressSign()
	case Help:
		c.open(KeysSheet)
	case PlugAct:
		c.Unplug()
	case VaultAct:
		c.openVault()
	case DayAct:
		c.pressDay()
	case StageAct:
		c.pressStage()
	case DevicesAct:
		c.pressDevices()
	case PrintsAct:
		c.openDevices(PrintsList)
	case OpenDoorAct:
		c.fetch(false)
	case PhotoAct:
		c.openPhoto()
	case CardAct:
		c.checkCard()
	}
}

// pressHall does the acts on the waiting room; false for any other.
func (c *Clerk) pressHall(a Act) bool {
	switch a {
	case ParkAct:
		c.pressPark()
	case ResumeAct:
		c.pressResume()
	case TransferAct:
		c.openTransfer()
	case NextAct:
		c.pressNext()
	case UndoAct:
		c.pressUndo()
	case HasteAct:
		c.openHaste()
	case OrderAct:
		c.openHall(OrderPage)
	case FiguresAct:
		c.openHall(FiguresPage)
	default:
		return false
	}
	return true
}
