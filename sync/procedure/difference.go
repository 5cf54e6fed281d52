package procedure

import (
	"fmt"
	"slices"
)

// Kind is what became of a step from one version to another.
type Kind uint8

// The kinds.
const (
	Kept Kind = iota
	Changed
	Added
	Removed
)

// Line is a step of either version. Was is set of all but added ones, Is of all but removed ones.
type Line struct {
	Kind    Kind
	Was, Is Step
	Moved   bool // it stands elsewhere among the steps that both have
}

// Difference is what became of the steps of one version in another: the steps of both in the order of the new one, what was
// removed where it stood.
func Difference(was, is []Step) []Line {
	var out []Line
	stays := inOrder(was, is)
	for _, s := range is {
		i := at(was, s.ID)
		switch {
		case i < 0:
			out = append(out, Line{Kind: Added, Is: s})
		case was[i] == s:
			out = append(out, Line{Kind: Kept, Was: s, Is: s, Moved: !slices.Contains(stays, s.ID)})
		default:
			out = append(out, Line{Kind: Changed, Was: was[i], Is: s, Moved: !slices.Contains(stays, s.ID)})
		}
	}
	after := 0 // where a step that was removed goes: behind the one that stood before it
	for _, s := range was {
		if at(is, s.ID) < 0 {
			out = slices.Insert(out, after, Line{Kind: Removed, Was: s})
			after++
			continue
		}
		after = 1 + slices.IndexFunc(out, func(l Line) bool { return l.Kind != Removed && l.Is.ID == s.ID })
	}
	return out
}

// Apply makes the new steps of the old ones and a difference. It fails when the difference is not one of those steps.
func Apply(was []Step, lines []Line) ([]Step, error) {
	left := slices.Clone(was)
	var out []Step
	for _, l := range lines {
		if l.Kind != Added {
			i := at(left, l.Was.ID)
			if i < 0 || left[i] != l.Was {
				return nil, fmt.Errorf("step %q is not as the difference has it", l.Was.ID)
			}
			left = slices.Delete(left, i, i+1)
		}
		switch l.Kind {
		case Kept:
			out = append(out, l.Was)
		case Changed, Added:
			out = append(out, l.Is)
		}
	}
	if len(left) > 0 {
		return nil, fmt.Errorf("the difference says nothing of step %q", left[0].ID)
	}
	return out, nil
}

func at(steps []Step, id StepID) int {
	return slices.IndexFunc(steps, func(s Step) bool { return s.ID == id })
}

// inOrder is the longest list of steps that both versions have in the same order: what is not in it was moved.
func inOrder(was, is []Step) []StepID {
	longest := make([][]int, len(was)+1) // of what begins at was[i] and is[j]
	for i := range longest {
		longest[i] = make([]int, len(is)+1)
	}
	for i := len(was) - 1; i >= 0; i-- {
		for j := len(is) - 1; j >= 0; j-- {
			if was[i].ID == is[j].ID {
				longest[i][j] = 1 + longest[i+1][j+1]
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	var out []StepID
	for i, j := 0, 0; i < len(was) && j < len(is); {
		switch {
		case was[i].ID == is[j].ID:
			out, i, j = append(out, was[i].ID), i+1, j+1
		case longest[i+1][j] >= longest[i][j+1]:
			i++
		default:
			j++
		}
	}
	return out
}
