package consensus

import (
	"context"
	"fmt"
	"io"
	"log"
	"log/slog"

	"github.com/hashicorp/go-hclog"
)

// raftLogger lets raft and raft-wal log to our slog.Logger. They log ids, addresses, terms and indexes,
// never the bytes of a command.
type raftLogger struct {
	to   *slog.Logger
	name string
	over <-chan struct{} // closed when the node is to stop; nil: never
}

var _ hclog.Logger = raftLogger{}

// Log implements hclog.Logger. A node that stops closes its streams under raft's hands, which raft calls errors: of
// those only who debugs hears. What really fails then is an error of Close.
func (l raftLogger) Log(level hclog.Level, msg string, args ...any) {
	at := levelOf(level)
	select {
	case <-l.over:
		at = slog.LevelDebug
	default:
	}
	if l.to.Enabled(context.Background(), at) {
		for i, a := range args {
			if f, ok := a.(hclog.Format); ok && len(f) > 0 {
				args[i] = fmt.Sprintf(fmt.Sprint(f[0]), f[1:]...)
			}
		}
		l.to.Log(context.Background(), at, msg, args...)
	}
}

func levelOf(level hclog.Level) slog.Level {
	switch {
	case level >= hclog.Error:
		return slog.LevelError
	case level == hclog.Warn:
		return slog.LevelWarn
	case level == hclog.Info:
		return slog.LevelInfo
	}
	return slog.LevelDebug
}

func (l raftLogger) on(level slog.Level) bool { return l.to.Enabled(context.Background(), level) }

// The methods below implement hclog.Logger.

func (l raftLogger) Trace(msg string, args ...any) { l.Log(hclog.Trace, msg, args...) }
func (l raftLogger) Debug(msg string, args ...any) { l.Log(hclog.Debug, msg, args...) }
func (l raftLogger) Info(msg string, args ...any)  { l.Log(hclog.Info, msg, args...) }
func (l raftLogger) Warn(msg string, args ...any)  { l.Log(hclog.Warn, msg, args...) }
func (l raftLogger) Error(msg string, args ...any) { l.Log(hclog.Error, msg, args...) }
func (l raftLogger) IsTrace() bool                 { return false }
func (l raftLogger) IsDebug() bool                 { return l.on(slog.LevelDebug) }
func (l raftLogger) IsInfo() bool                  { return l.on(slog.LevelInfo) }
func (l raftLogger) IsWarn() bool                  { return l.on(slog.LevelWarn) }
func (l raftLogger) IsError() bool                 { return l.on(slog.LevelError) }
func (l raftLogger) ImpliedArgs() []any            { return nil }
func (l raftLogger) With(args ...any) hclog.Logger {
	return raftLogger{l.to.With(args...), l.name, l.over}
}
func (l raftLogger) Name() string { return l.name }
func (l raftLogger) Named(name string) hclog.Logger {
	return raftLogger{l.to, l.name + "." + name, l.over}
}
func (l raftLogger) ResetNamed(name string) hclog.Logger                   { return raftLogger{l.to, name, l.over} }
func (l raftLogger) SetLevel(hclog.Level)                                  {}
func (l raftLogger) GetLevel() hclog.Level                                 { return hclog.Debug }
func (l raftLogger) StandardWriter(*hclog.StandardLoggerOptions) io.Writer { return lineWriter{l.to} }

func (l raftLogger) StandardLogger(*hclog.StandardLoggerOptions) *log.Logger {
	return log.New(lineWriter{l.to}, "", 0)
}

// lineWriter logs what is written to it.
type lineWriter struct{ to *slog.Logger }

// Write implements io.Writer.
func (w lineWriter) Write(b []byte) (int, error) {
	w.to.Warn(string(b))
	return len(b), nil
}
