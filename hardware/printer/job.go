package printer

import (
	"context"
	"fmt"

	"github.com/buurtloket/buurtloket/hardware/device"
)

// maxJobs bounds how many jobs of each kind a printer is asked to list.
const maxJobs = 500

// jobAttributes are all that is asked of a job.
var jobAttributes = []string{"job-id", "job-name", "job-state", "job-state-reasons", "job-media-sheets-completed"}

// Job implements Printer.
func (p *IPP) Job(ctx context.Context, id ID) (Job, error) {
	c := call{act: "printer.Job", operation: GetJobAttributes, group: p.operation()}
	c.group.with("job-id", Int(TagInteger, id.Number))
	p.owned(&c.group)
	c.group.text(TagKeyword, "requested-attributes", jobAttributes...)
	m, err := p.exchange(ctx, c)
	if err != nil {
		return Job{}, err
	}
	job := jobOf(m.First(TagJob))
	if job.ID != id {
		err := fmt.Errorf("%w: number %d is another one", ErrNoJob, id.Number)
		return Job{}, c.fail(false, device.Unspecified, err)
	}
	return job, nil
}

// Find implements Printer.
func (p *IPP) Find(ctx context.Context, name string) (Job, error) {
	var c call
	// In this order: a job that ends between the two questions is then in the second answer.
	for _, which := range []string{"not-completed", "completed"} {
		c = call{act: "printer.Find", operation: GetJobs, group: p.operation()}
		p.owned(&c.group)
		c.group.with("limit", Int(TagInteger, maxJobs))
		c.group.text(TagKeyword, "requested-attributes", jobAttributes...)
		c.group.text(TagKeyword, "which-jobs", which)
		c.group.with("my-jobs", Bool(true))
		m, err := p.exchange(ctx, c)
		if err != nil {
			return Job{}, err
		}
		var found Job
		for _, g := range m.All(TagJob) {
			// Should a name have been used twice, the last one is meant.
			if job := jobOf(g); job.ID.Name == name && job.ID.Number >= found.ID.Number {
				found = job
			}
		}
		if found.ID.Number > 0 {
			return found, nil
		}
	}
	return Job{}, c.fail(false, device.Unspecified, ErrNoJob)
}

// Cancel implements Printer. It looks at the job first, so that it never stops the job of somebody else that has got the
// same number.
func (p *IPP) Cancel(ctx context.Context, id ID) error {
	if _, err := p.Job(ctx, id); err != nil {
		return err
	}
	c := call{act: "printer.Cancel", operation: CancelJob, group: p.operation()}
	c.group.with("job-id", Int(TagInteger, id.Number))
	p.owned(&c.group)
	_, err := p.exchange(ctx, c)
	return err
}

// jobStates are the values of job-state (RFC 8011, section 5.3.7).
var jobStates = map[int32]JobState{
	3: JobWaiting, 4: JobHeld, 5: JobPrinting, 6: JobStopped, 7: JobCanceled, 8: JobAborted, 9: JobDone,
}

// jobOf reads a group about a job. What is missing or malformed stays zero.
func jobOf(g Group) Job {
	var j Job
	j.ID.Number, _ = g.Int("job-id")
	j.ID.Name = g.Text("job-name")
	state, _ := g.Int("job-state")
	j.State = jobStates[state]
	j.Sheets, _ = g.Int("job-media-sheets-completed")
	for _, word := range g.Texts("job-state-reasons") {
		switch word {
		case "printer-stopped":
			// The state may still say that it is printing when its printer has stopped.
			if j.State == JobPrinting {
				j.State = JobStopped
			}
		case "none", "job-incoming", "job-spooling", "job-queued", "job-queued-for-marker", "job-transforming", "job-printing",
			"job-completed-successfully", "job-outgoing", "queued-in-device", "processing-to-stop-point":
			// These say where it is, not what is wrong.
		default:
			j.Reasons = append(j.Reasons, reasonOf(word).reason)
		}
	}
	return j
}
