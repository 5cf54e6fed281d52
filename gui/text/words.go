package text

import (
	"fmt"
	"strings"
	"time"
)

// Plural is a sentence for one and for any other number; "{n}" is the number.
type Plural struct{ One, Many string }

// Words is one language.
type Words struct {
	Tag string // BCP 47, as "nl"

	Days   [7]string  // short, from Sunday
	Months [12]string // short, from January
	Comma  string     // decimal sign

	Head    Head
	Line    Line
	Queue   Queue
	Desk    Desk
	Agenda  Agenda
	Foot    Foot
	Acts    Acts
	Booking Booking
	HandOut HandOut
	Inbox   Inbox
	SignIn  SignIn
	Ticket  Ticket
	Meeting Meeting
	Visitor Visitor
	Vault   Vault
	Second  Second
	Safe    Safe
	Daily   Daily
	Hall    Hall
	Planner Planner
	Pages   Pages
	Fleet   Fleet
	Hours   Hours
	Roster  Roster
	Dispute Dispute
	Photo   Photo
	Card    Card
	Scan    Scan
	Gear    Gear
	Stage   Stage
	Display Display
	Team    Team
	Contact Contact
	Use     Use
	Process Procedure
	Trouble Trouble
	Short   map[string]string // short names of products, by product
	Kinds   map[string]string // of documents, by the product of their collection
}

// Head is the top of the clerk's screen.
type Head struct {
	Title   string // of the window
	Desk    string // {n} number, {site}
	Nobody  string // nobody has signed in
	Opening string // before the first picture of the counter arrives
}

// Line is the state of the line to headquarters, in words.
type Line struct {
	Connected  string // {time} of headquarters' data
	CatchingUp string // {done} of {total}
	Updating   string // catching up without a figure
	Cut        string // {time} since, {waiting} a counted sentence
	CutEmpty   string // {time} since; nothing waits
	CutDay     string // {day} {time} since, {waiting}
	Waits      Plural // events not yet delivered
	Data       string // {time} of headquarters' data
	DataNever  string
}

// Queue is the column of who waits.
type Queue struct {
	Title   string
	Empty   string
	Planned string // {time}
	WalkIn  string
	Urgent  string
	Semi    string // a little urgent
	Persons Plural // short
	Long    string // {time} a duration, longer than the norm allows
	More    string // rows that do not fit: the list fills in %s
}

// Desk is the column of whom this desk serves.
type Desk struct {
	Title       string // {n}
	Empty       string
	EmptyOut    string // nobody signed in
	EmptyAll    string // nobody here and nobody waits
	Called      string // {time} a duration since the call
	Serving     string
	Nameless    string
	Recalled    string // {ticket}
	MissedWaits string // {ticket} is back in the queue
	MissedOut   string // {ticket} was closed
	Item        string // {kind} {number} {holder} {place}
	NoItem      string
	Ready       string // all steps done
	StepsTo     Plural // steps still to do
	Done        string // of a ticked step
}

// Agenda is the column of the day.
type Agenda struct {
	Title     string
	Empty     string
	Free      string
	FreeUntil string // {time}
	FreeOwn   string
	FreeHQ    string
	FreeAsk   string
	Blocked   string
	NotYet    string
	Arrived   string
	AtDesk    string // {n}
	Finished  string
	Missed    string
	Left      string
	Moving    string
	Booked    string // on a day to come
	Fetching  string // a day that was asked for and is not here yet
	EmptyThen string // a day to come without any
	Later     string // button: the next day
	Aside     string // stepped aside
	Norm      string // {cluster} {limit} {value} {n}
	NormNone  string // {cluster} {limit}
}

// Foot is the bottom row: devices and what lies waiting.
type Foot struct {
	Vault     Plural
	Coming    Plural // documents announced and not yet received
	Inbox     Plural
	InboxNone string
}

// Acts are the buttons.
type Acts struct {
	Call, Recall, Miss, Serve, Finish       string
	Search, Ticket, CheckIn, HandOut        string
	Inbox, SignIn, SignOut, Plug, Unplug    string
	Book, Ask, Cancel, Close, Back, Choose  string
	Erase, Enter, Give, Settle, Yes         string
	Move, Leave, YesLeave                   string
	Vault, Receive, Store, Counted, Recount string
	Help, Theme, Large                      string
}

// Booking is the sheet that finds a place and books it.
type Booking struct {
	Title, Product, Persons, Where, From   string
	Here, Everywhere                       string
	Places, Empty, Searching, ChooseFirst  string
	Name, Phone                            string
	Own, Live, Ask                         string
	Booked, Asked                          string // {what} {when}
	BookedNext, AskedNext                  string
	NeedName                               string
	Today, Tomorrow, NextWeek, NextMonth   string
	FoundN                                 Plural
	DeskN                                  string // {n}
	NeedPlaceSay, NeedPlaceNext, NeedFirst string
	TitleFor                               string // {who}
	TitleMove                              string // {who}
	Now                                    string // {when} of an appointment that is being moved
	Moved, MoveAsked                       string // {when}
	MovedNext, MoveAskedNext               string
}

// HandOut is the work of handing over a document.
type HandOut struct {
	Title, Search, Empty, None      string
	Collector                       string
	Holder, Parent, Guardian, Proxy string
	Given                           string // {kind} {name}
	GivenNext                       string
	Usual, UsualDone                string // {what} the steps that one key confirms
	UsualAct                        string
	Place                           string // {place}
	InHands                         string // it lies nowhere
}

// Inbox is the sheet with answers and conflicts.
type Inbox struct {
	Title, Empty                 string
	Accepted, Refused            string
	Alternatives, NoAlternatives string
	Settled                      string
	Pending, PendingNext         string
	AcceptedNext, RefusedNext    string
}

// SignIn is the sheet to sign in.
type SignIn struct {
	Title, Who, PIN, Empty, Hello, Bye string // Hello: {name}
	HelloNext                          string
	Offline                            string
	Again, AgainNext                   string // nobody is signed in any more
}

// Ticket is the sheet that issues a ticket.
type Ticket struct {
	Title, Product, Urgency, Issued, IssuedNext string // Issued: {ticket}
	Ordinary, Semi, Urgent                      string
}

// Meeting is the sheet of one appointment, and of checking in.
type Meeting struct {
	Title, Find, Code, Phone, CancelSure, CancelNext string
	Cancelled, CancelAsked, CheckedIn, CheckedNext   string // CheckedIn: {ticket}
	FindEmpty, NotHeld                               string
}

// Visitor is the sheet of somebody who waits.
type Visitor struct {
	Title, LeaveSure, LeaveNext, Left string // LeaveSure, Left: {ticket}
	Since, Planned                    string // {time}
	WalkIn                            string
}

// Vault is the sheet of the safe: receiving, what lies in it, counting.
type Vault struct {
	Title                              string
	Page, Receiving, Stock, Counting   string
	Delivery                           string // {id}
	OtherDelivery, DeliveryID          string
	Scan, Document, Kind, Holder       string
	From, Into                         string
	Coming, Here, Extra                string // of a document of a delivery
	ReceiveEmpty, NoneChosen, NoHolder string
	Ticked                             Plural
	Received                           Plural // {into}
	Remain                             Plural
	StoreFailed                        Plural // documents that were received and are not in a compartment
	NeedDelivery, NeedTick, NeedFrom   string
	NeedInto                           string
	NeedKind, NeedHolder               string // {number}
	NotNumberSay, NotNumberNext        string
	StockEmpty, StockFind, StockNone   string
	Stored                             string // {number} {into}
	NeedDocument                       string
	CountScan, CountEmpty, CountList   string
	CountHint                          string
	Result, Missing, Surplus           string
	CountNone, CountNoneNext           string
	CountRight                         Plural
	CountWrong                         string // {missing} {surplus}
	CountWrongNext                     string
	Loading                            string
}

// Trouble is said when something does not work.
type Trouble struct {
	NoDaemonSay, NoDaemonNext string
	SlowSay, SlowNext         string
	NoDisplay, NoDisplayNext  string
}

// In gives the words of a language by its tag; an unknown one is Dutch.
func In(tag string) *Words {
	if strings.HasPrefix(strings.ToLower(tag), "en") {
		return English()
	}
	return Dutch()
}

// Fill replaces placeholders: Fill("wacht {time}", "time", "2 min"). Values come in pairs with their names.
func Fill(sentence string, pairs ...any) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		sentence = strings.ReplaceAll(sentence, "{"+pairs[i].(string)+"}", fmt.Sprint(pairs[i+1]))
	}
	return sentence
}

// Count fills the sentence that fits the number.
func (p Plural) Count(n int) string {
	if n == 1 {
		return Fill(p.One, "n", n)
	}
	return Fill(p.Many, "n", n)
}

// Clock writes a time of day, as "10:04".
func (w *Words) Clock(t time.Time) string { return t.Format("15:04") }

// Day writes a date, as "do 26 nov".
func (w *Words) Day(t time.Time) string {
	return fmt.Sprintf("%s %d %s", w.Days[t.Weekday()], t.Day(), w.Months[t.Month()-1])
}

// Decimal writes a figure with a number of decimals, as "0,6".
func (w *Words) Decimal(f float64, decimals int) string {
	return strings.Replace(fmt.Sprintf("%.*f", decimals, f), ".", w.Comma, 1)
}

// Duration writes a length of time in whole minutes, as "2 min" or "1 u 05"; under a minute is "0 min".
func (w *Words) Duration(d time.Duration) string {
	m := int(max(d, 0) / time.Minute)
	if m < 60 {
		return fmt.Sprintf("%d min", m)
	}
	return fmt.Sprintf("%d %s %02d", m/60, w.hour(), m%60)
}

func (w *Words) hour() string {
	if w.Tag == "en" {
		return "h"
	}
	return "u"
}

// Elapsed writes a running time, as "00:03:12".
func (w *Words) Elapsed(d time.Duration) string {
	s := int(max(d, 0) / time.Second)
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}

// Product is the short name of a product, or its full name when it has none.
func (w *Words) Product(id, full string) string {
	if s, ok := w.Short[id]; ok {
		return s
	}
	return full
}

// Kind is what the documents of a product of collection are called, or the product's short name.
func (w *Words) Kind(id, full string) string {
	if s, ok := w.Kinds[id]; ok {
		return s
	}
	return w.Product(id, full)
}
