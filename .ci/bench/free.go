package main

import (
	"context"
	"fmt"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"
)

// The work that all who hold a calendar are given: the first place of 20 sites that is free for a wish, with the first two days booked out.
const (
	freeWork  = "first free of 200,000 seats, 64 clients"
	freeSites = 20
	freeDays  = 60
	freeDesks = 4
	freeSlots = 42 // of ten minutes from nine to four: 20 × 60 × 4 × 42 = 201,600 seats
	fullDays  = 2
	searches  = 100_000
)

// findFree is one statement. An index holds the free seats in the order in which they are asked for, so that PostgreSQL has to read no
// more of them than a wish passes over. Unlike ours it knows no products, closures, terms, districts and holds.
const findFree = `SELECT s.day, s.start, s.site, s.desk FROM place s
WHERE s.booking IS NULL AND s.day >= $1 AND s.start >= $2
AND ($3 = 1 OR EXISTS (SELECT FROM place n WHERE n.site = s.site AND n.day = s.day AND n.desk = s.desk AND n.start = s.start + 10 AND n.booking IS NULL))
ORDER BY s.day, s.start, s.site, s.desk LIMIT 1`

// wishes are the earliest start and the seats of what clients look for in turn: any time, two persons, after noon, after three.
var wishes = [][2]int{{0, 1}, {0, 2}, {12 * 60, 1}, {15 * 60, 2}}

// postgresFree measures that statement.
func postgresFree(ctx context.Context, pool *pgxpool.Pool) error {
	for _, step := range []string{
		`DROP TABLE IF EXISTS place`,
		`CREATE TABLE place (site int, day int, desk int, start int, booking bytea, PRIMARY KEY (site, day, desk, start))`,
		fmt.Sprintf(`INSERT INTO place SELECT site, day, desk, 540 + 10 * slot, CASE WHEN day < %d THEN '\x01'::bytea END
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
			return pool.QueryRow(ctx, findFree, 0, wish[0], wish[1]).Scan(&day, &start, &site, &desk)
		}
	})
	if err != nil {
		return err
	}
	return result.print(os.Stdout)
}
