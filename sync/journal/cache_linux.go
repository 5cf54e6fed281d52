package journal

import (
	"os"
	"syscall"
)

// dropCache asks the kernel to forget the file's clean pages. It is advice: a refusal changes nothing.
func dropCache(file *os.File) {
	const dontNeed = 4 // POSIX_FADV_DONTNEED
	_, _, _ = syscall.Syscall6(syscall.SYS_FADVISE64, file.Fd(), 0, 0, dontNeed, 0, 0)
}
