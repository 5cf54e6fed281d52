package custody

import "github.com/buurtloket/buurtloket/sync/office"

// Planners are the two people who sign for what the machine cannot know.
type Planners struct{ First, Second office.ClerkID }

func (p Planners) check() error {
	if p.First == "" || p.Second == "" || p.First == p.Second {
		return TwoPlanners
	}
	return nil
}

// Block takes the seat out of everybody's hands because an incarnation that is closed, or that HQ cannot
// know of, may have booked it. Its appointment stays and becomes HQ's to keep — unless HQ had already moved
// it elsewhere for the site. Booked seats are blocked like free ones: the closed incarnation, or HQ itself
// later, may cancel the appointment, and the seat must not come free by that.
func (s Seat) Block() Seat {
	if s.Moved {
		s.Booking = office.AppointmentID{}
	}
	s.Owner, s.Ask, s.Moved = Owner{Kind: Blocked}, office.RequestID{}, false
	return s
}

// Unblock gives a blocked seat back to HQ: two planners accept in writing that a booking nobody knows of may
// turn up as a conflict. The seat's identity is raised to the present era, so that it is no longer a seat
// nobody has touched.
func (s Seat) Unblock(by Planners, era uint64) (Seat, error) {
	if err := by.check(); err != nil {
		return s, err
	}
	if s.Owner.Kind != Blocked {
		return s, NotBlocked
	}
	if !s.Owner.AtHQ() {
		return s, NotHeld
	}
	if floor := (Identity{Era: era}); s.Grant.Less(floor) {
		s.Grant = floor
	}
	s.Owner = Owner{}
	return s, nil
}

// Expire gives back a blocked seat whose time has passed, which the caller has made sure of: HQ books
// nothing in the past, so no risk is left.
func (s Seat) Expire() (Seat, error) {
	if s.Owner.Kind != Blocked {
		return s, NotBlocked
	}
	if !s.Owner.AtHQ() {
		return s, NotHeld
	}
	s.Owner = Owner{}
	return s, nil
}

// Sweep says which seats of a site must be blocked after a step of its station. It is to be applied to every
// stored seat of the site, in the commit that stores the station.
type Sweep struct {
	All bool               // in the gate unknown means blocked: every seat, whoever HQ thinks has it
	Of  office.Incarnation // the seats of this incarnation; zero: none
	But office.Incarnation // of All: save what this incarnation has reported to have; zero: none
}

// Over is the seat after the sweep.
func (w Sweep) Over(s Seat) Seat {
	by := s.Owner.By
	if w.All && (by == 0 || by != w.But) || w.Of != 0 && by == w.Of {
		return s.Block()
	}
	return s
}
