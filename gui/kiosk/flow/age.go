package flow

import (
	"time"

	"github.com/buurtloket/buurtloket/sync/contract"
)

// AgePatience is how long the question of an age stands when nobody answers it: it keeps nobody, and nobody has to.
const AgePatience = 15 * time.Second

// bands are the ages that can be told, in the order of the choices; the last says none. There is no date of birth in it, and what is
// told is kept with nothing of the person (A002-23).
var bands = []string{"-25", "25-64", "65-", ""}

// finish is the end of a visit by who read its last page. Where the site asks, one question of an age follows, on a page of which the
// visit knows nothing any more.
func (f *Flow) finish() {
	outcome := f.visit.outcome()
	if !f.view.GetAskAge() || outcome != "done" {
		f.end(outcome)
		return
	}
	used, v := f.used(outcome), f.visit
	clear(v.entry)
	clear(v.burst.text)
	next := f.nobody()
	next.page, next.words, next.looks, next.spoken, next.loud, next.used = Age, v.words, v.looks, v.spoken, v.loud, used
	f.visit = next
}

func (f *Flow) ageQuestion(s *Shown) {
	w := f.words()
	s.Title, s.Text = w.AgeTitle, []string{w.AgeWhy}
	for _, words := range []string{w.AgeYoung, w.AgeMiddle, w.AgeOld, w.AgeSkip} {
		s.Choices = append(s.Choices, Choice{Words: words})
	}
}

func (f *Flow) chooseAge(n int) {
	f.visit.used.Age = bands[n]
	f.end("done")
}

// used is what is counted of the visit: nothing of the person.
func (f *Flow) used(outcome string) *contract.KioskUsedRequest {
	v := &f.visit
	if v.used != nil { // it was reckoned before the question of an age
		return v.used
	}
	used := &contract.KioskUsedRequest{What: v.goal.String(), Outcome: outcome, Language: v.words.Tag}
	if v.product != nil {
		used.Product = v.product.Id
	}
	return used
}

// outcome is how a visit ended by who goes away from the page it is on.
func (v *visit) outcome() string {
	switch {
	case v.page == Failed && v.refused, v.page == Refused, v.page == LetterRefused:
		return "refused"
	case v.page == Failed:
		return "failed"
	case v.page == Paper && v.certificate.GetCertificate().GetStage() >= contract.CertificateStage_CERTIFICATE_STAGE_REFUSED:
		return "refused"
	case v.page.last():
		return "done"
	}
	return "left"
}
