package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	lookSeat = `SELECT booking IS NULL FROM seat WHERE id = $1 FOR UPDATE`
	bookSeat = `UPDATE seat SET booking = $2 WHERE id = $1 AND booking IS NULL`
)

// postgres books in two forms: as one statement that is its own transaction, and as the transaction that an
// application writes: look whether the seat is free, book it, commit. After that it looks for free places.
func postgres(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("postgres", flag.ContinueOnError)
	dsn := flags.String("dsn", "", "how to reach the server")
	if err := flags.Parse(args); err != nil {
		return err
	}
	config, err := pgxpool.ParseConfig(*dsn)
	if err != nil {
		return err
	}
	config.MinConns, config.MaxConns = clients, clients
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return err
	}
	defer pool.Close()
	for _, form := range []struct {
		name string
		one  func(ctx context.Context, pool *pgxpool.Pool, seat int, text []byte) error
	}{
		{"PostgreSQL, 1 node, one statement", statement},
		{"PostgreSQL, 1 node, BEGIN…COMMIT", transaction},
	} {
		if err := postgresSeats(ctx, pool); err != nil {
			return err
		}
		result, err := book(ctx, form.name, func(int) func(context.Context, int) error {
			text := booking()
			return func(ctx context.Context, seat int) error { return form.one(ctx, pool, seat, text) }
		})
		if err != nil {
			return err
		}
		if err := result.print(os.Stdout); err != nil {
			return err
		}
	}
	return postgresFree(ctx, pool)
}

func statement(ctx context.Context, pool *pgxpool.Pool, seat int, text []byte) error {
	done, err := pool.Exec(ctx, bookSeat, seat, text)
	if err == nil && done.RowsAffected() != 1 {
		err = fmt.Errorf("seat %d was not free", seat)
	}
	return err
}

func transaction(ctx context.Context, pool *pgxpool.Pool, seat int, text []byte) error {
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		var free bool
		if err := tx.QueryRow(ctx, lookSeat, seat).Scan(&free); err != nil {
			return err
		}
		if !free {
			return errors.New("the seat was not free")
		}
		_, err := tx.Exec(ctx, bookSeat, seat, text)
		return err
	})
}

// postgresSeats lays out the free seats anew, and settles what that leaves to be done in the background.
func postgresSeats(ctx context.Context, pool *pgxpool.Pool) error {
	for _, step := range []string{
		`DROP TABLE IF EXISTS seat`,
		`CREATE TABLE seat (id int PRIMARY KEY, booking bytea)`,
		fmt.Sprintf(`INSERT INTO seat SELECT n, NULL FROM generate_series(0, %d) AS n`, seats-1),
		`VACUUM ANALYZE seat`,
		`CHECKPOINT`,
	} {
		if _, err := pool.Exec(ctx, step); err != nil {
			return fmt.Errorf("laying out seats: %w", err)
		}
	}
	return nil
}
