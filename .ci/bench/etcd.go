package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
)

// etcd books by the usual transaction of etcd: if the seat's value says free, put the booking there.
func etcd(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("etcd", flag.ContinueOnError)
	endpoints := flags.String("endpoints", "", "the nodes, separated by commas")
	conns := flags.Int("conns", clients, "connections that the clients share")
	if err := flags.Parse(args); err != nil {
		return err
	}
	nodes := strings.Split(*endpoints, ",")
	pool := make([]*clientv3.Client, *conns)
	for i := range pool {
		// Each connection goes to one node, the next one to the next: as in our own measurement.
		client, err := clientv3.New(clientv3.Config{Endpoints: nodes[i%len(nodes):][:1], DialTimeout: 10 * time.Second})
		if err != nil {
			return err
		}
		defer client.Close()
		pool[i] = client
	}
	if err := etcdSeats(ctx, pool[0]); err != nil {
		return err
	}
	result, err := book(ctx, fmt.Sprintf("etcd, %d nodes, one transaction", len(nodes)), func(n int) func(context.Context, int) error {
		client, text := pool[n%len(pool)], string(booking())
		return func(ctx context.Context, seat int) error {
			key := etcdKey(seat)
			answer, err := client.Txn(ctx).
				If(clientv3.Compare(clientv3.Value(key), "=", "free")).
				Then(clientv3.OpPut(key, text)).
				Commit()
			if err == nil && !answer.Succeeded {
				err = fmt.Errorf("seat %d was not free", seat)
			}
			return err
		}
	})
	if err != nil {
		return err
	}
	return result.print(os.Stdout)
}

func etcdKey(seat int) string { return fmt.Sprintf("seat/%06d", seat) }

// etcdSeats lays out the free seats, as many in one transaction as etcd takes by default.
func etcdSeats(ctx context.Context, client *clientv3.Client) error {
	const atOnce = 100
	for from := 0; from < seats; from += atOnce {
		puts := make([]clientv3.Op, atOnce)
		for i := range puts {
			puts[i] = clientv3.OpPut(etcdKey(from+i), "free")
		}
		if _, err := client.Txn(ctx).Then(puts...).Commit(); err != nil {
			return fmt.Errorf("laying out seats: %w", err)
		}
	}
	return nil
}
