package printer

import (
	"slices"
	"strconv"
)

// answer does what a request asks, as a printer would.
func (e *Emulator) answer(m Message, document []byte) Message {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.moveOn()
	status, groups := e.perform(Operation(m.Code), m.First(TagOperation), document)
	head := Group{Tag: TagOperation}
	head.text(TagCharset, "attributes-charset", "utf-8")
	head.text(TagLanguage, "attributes-natural-language", "en")
	// Who asks in an older version is answered in it (RFC 8011, section 4.1.8).
	return Message{Version: min(m.Version, Version), Code: uint16(status), Request: m.Request, Groups: append([]Group{head}, groups...)}
}

// perform carries out one operation. The caller holds mu.
func (e *Emulator) perform(op Operation, g Group, document []byte) (Status, []Group) {
	switch op {
	case GetPrinterAttributes:
		return statusOK, []Group{e.about()}
	case ValidateJob:
		return e.mayTake(g), nil
	case PrintJob:
		if status := e.mayTake(g); !status.ok() {
			return status, nil
		}
		return statusOK, []Group{e.take(g.Text("job-name"), document).group()}
	case GetJobAttributes, CancelJob:
		number, _ := g.Int("job-id")
		at := slices.IndexFunc(e.jobs, func(j *emulated) bool { return number > 0 && j.id.Number == number })
		switch {
		case at < 0:
			return statusNotFound, nil
		case op == GetJobAttributes:
			return statusOK, []Group{e.jobs[at].group()}
		case e.jobs[at].state.Ended():
			return statusNotPossible, nil
		}
		e.jobs[at].state = JobCanceled
		return statusOK, nil
	case GetJobs:
		return statusOK, e.list(g.Text("which-jobs") == "completed")
	}
	return statusNoOperation, nil
}

// mayTake says whether a job like this would be taken.
func (e *Emulator) mayTake(g Group) Status {
	switch {
	case e.broken[Refusing]:
		return statusBusy
	case !slices.Contains(e.formats(), g.Text("document-format")):
		return statusFormat
	}
	return statusOK
}

// formats are what this printer takes.
func (e *Emulator) formats() []string {
	if e.broken[NoPDF] {
		return []string{"application/octet-stream", "image/pwg-raster"}
	}
	return []string{"application/octet-stream", PDF}
}

// take makes a job of a document, and forgets the oldest when there are many.
func (e *Emulator) take(name string, document []byte) *emulated {
	e.number++
	j := &emulated{id: ID{e.number, name}, state: JobWaiting, left: e.config.Pace, body: slices.Clone(document)}
	e.jobs = append(e.jobs, j)
	if len(e.jobs) > maxKept {
		e.jobs = slices.Delete(e.jobs, 0, 1)
	}
	return j
}

// list gives the jobs that have ended or that have not.
func (e *Emulator) list(ended bool) []Group {
	var groups []Group
	for _, j := range e.jobs {
		if j.id.Number > 0 && j.state.Ended() == ended {
			groups = append(groups, j.group())
		}
	}
	return groups
}

// stopped reports whether a fault keeps the paper from moving.
func (e *Emulator) stopped() bool {
	for _, t := range troubles {
		if t.stops && e.broken[t.fault] {
			return true
		}
	}
	return false
}

// moveOn lets the printer do what it has done since the last look. The caller holds mu.
func (e *Emulator) moveOn() {
	now := e.config.Now()
	passed := max(0, now.Sub(e.since))
	e.since = now
	for _, j := range e.jobs {
		switch {
		case j.state.Ended():
			continue
		case e.stopped():
			if j.state == JobPrinting {
				j.state = JobStopped
			}
			return
		}
		spent := min(passed, j.left)
		passed, j.left = passed-spent, j.left-spent
		if j.left > 0 {
			j.state = JobPrinting
			return
		}
		j.state = JobDone
		if e.broken[Aborting] {
			j.state = JobAborted
			continue
		}
		e.out++
	}
}

// group is what the printer says of a job.
func (j *emulated) group() Group {
	g := Group{Tag: TagJob}
	g.with("job-id", Int(TagInteger, j.id.Number))
	g.text(TagURI, "job-uri", EmulatorAddress+"/"+strconv.Itoa(int(j.id.Number)))
	g.text(TagName, "job-name", j.id.Name)
	for number, state := range jobStates {
		if state == j.state {
			g.with("job-state", Int(TagEnum, number))
		}
	}
	reason := map[JobState]string{
		JobStopped: "printer-stopped", JobCanceled: "job-canceled-by-user", JobAborted: "aborted-by-system",
		JobDone: "job-completed-successfully", JobPrinting: "job-printing",
	}[j.state]
	if reason == "" {
		reason = "none"
	}
	g.text(TagKeyword, "job-state-reasons", reason)
	return g
}
