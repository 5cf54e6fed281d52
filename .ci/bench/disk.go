package main

import (
	"context"
	"flag"
	"os"
	"syscall"
)

// disk appends records to a file and flushes each: nothing durable on this machine can be quicker alone.
func disk(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("disk", flag.ContinueOnError)
	dir := flags.String("dir", "", "a folder on the disk to measure")
	if err := flags.Parse(args); err != nil {
		return err
	}
	file, err := os.CreateTemp(*dir, "append-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	text := booking()
	const most = 20_000
	// The file has its length beforehand, as a log that is written again and again has.
	if err := file.Truncate(most * bookingSize); err != nil {
		return err
	}
	result, err := load(ctx, appendWork, "append + fdatasync", 1, most, func(int) func(context.Context, int) error {
		return func(_ context.Context, i int) error {
			if _, err := file.WriteAt(text, int64(i)*bookingSize); err != nil {
				return err
			}
			return syscall.Fdatasync(int(file.Fd()))
		}
	})
	if err != nil {
		return err
	}
	return result.print(os.Stdout)
}
