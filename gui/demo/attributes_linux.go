package demo

import "syscall"

// childAttributes keep a Ctrl-C meant for loket from reaching its children, which it takes down itself, in order; and
// end them if loket is killed.
func childAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}
