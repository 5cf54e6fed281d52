// Command bench measures others at the work that Buurtloket does, and lays their numbers beside ours.
//
// It is a module of its own: what it is compared with never becomes a dependency of the product. Every measurement,
// ours included, is one JSON line on standard output (see Result); `bench table` reads such lines and prints one
// table per kind of work. So a new column needs nothing but a program that prints a line.
//
//	bench etcd -endpoints a,b,c     book seats by etcd transactions
//	bench postgres -dsn DSN         book seats by PostgreSQL transactions, in two forms
//	bench disk -dir DIR             append to a file and flush it: the floor under everything durable
//	bench gotest < out              turn the output of `go test -bench` into lines
//	bench table < lines             print the table
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New("which one? etcd, postgres, disk, gotest or table")
	}
	command, args := args[0], args[1:]
	switch command {
	case "etcd":
		return etcd(ctx, args)
	case "postgres":
		return postgres(ctx, args)
	case "disk":
		return disk(ctx, args)
	case "gotest":
		return gotest(os.Stdin, os.Stdout)
	case "table":
		return table(os.Stdin, os.Stdout)
	}
	return fmt.Errorf("no such measurement: %s", command)
}
