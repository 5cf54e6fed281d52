package main

import (
	"context"
	"fmt"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"
)

// The work that all who hold a calendar are given: the first place of 11 sites that is free for a wish, with the first two days booked out.
const (
	freeWork  = "first free of 200,000 seats, 64 clients"
	freeSites = 11
	freeDays  = 54
	freeDesks = 5
	freeSlots = 72 // of ten minutes from eight to eight: 11 × 54 × 5 × 72 = 213,840 seats, as many as ours lays out
	fullDays  = 2
	searches  = 100_000
)

// findFree is one statement for each number of seats in a row. An index holds the free seats in the order in which they are asked for, so
// that PostgreSQL has to read no more of them than a wish passes over; the next seat is looked up by the primary key. Unlike ours it knows
// no products, closures, terms, districts and holds.
var findFree = [...]string{
	1: `SELECT s.day, s.start, s.site, s.desk FROM place s
		WHERE s.booking IS NULL AND s.day >= $1 AND s.start >= $2 ORDER BY s.day, s.start, s.site, s.desk LIMIT 1`,
	2: `SELECT s.day, s.start, s.site, s.desk FROM place s
		WHERE s.booking IS NULL AND s.day >= $1 AND s.start >= $2
		AND (SELECT n.booking IS NULL FROM place n WHERE n.site = s.site AND n.day = s.day AND n.desk = s.desk AND n.start = s.start + 10)
		ORDER BY s.day, s.start, s.site, s.desk LIMIT 1`,
}

// wishes are the earliest start and the seats of what clients look for in turn: any time, two persons, after noon, from five on (ours: also before nine, and in the weekend).
var wishes = [][2]int{{0, 1}, {0, 2}, {12 * 60, 1}, {17 * 60, 2}}

// postgresFree measures that statement.
func postgresFree(ctx context.Context, pool *pgxpool.Pool) error {
	for _, step := range []string{
		`DROP TABLE IF EXISTS place`,
		`CREATE TABLE place (site int, day int, desk int, start int, booking bytea, PRIMARY KEY (site, day, desk, start))`,
		fmt.Sprintf(`INSERT INTO place SELECT site, day, desk, 480 + 10 * slot, CASE WHEN day < %d THEN '\x01'::bytea END
			FROM generate_series(0, %d) site, generate_series(0, %d) day, generate_series(1, %d) desk, generate_series(0, %d) slot`,
			fullDays, freeSites-1, freeDays-1, freeDesks, freeSlots-1),
		`CREATE INDEX ON place (day, start, site, desk) WHERE booking IS NULL`,
		`VACUUM ANALYZE place`,
		`CHECKPOINT`,
	} {
		if _, err := pool.Exec(ctx, step); err != nil {
			return fmt.Errorf("laying out places: %w", err)
		}
	}
	result, err := load(ctx, freeWork, "PostgreSQL, 1 node, one statement", clients, searches, func(int) func(context.Context, int) error {
		return func(ctx context.Context, i int) error {
			wish := wishes[i%len(wishes)]
			var day, start, site, desk int
			return pool.QueryRow(ctx, findFree[wish[1]], 0, wish[0]).Scan(&day, &start, &site, &desk)
		}
	})
	if err != nil {
		return err
	}
	return result.print(os.Stdout)
}
