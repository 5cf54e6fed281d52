# Buurtloket: what a person types. `make` alone lists the targets.
#
# The only things needed beforehand are git, make and Go; a target that needs more says what it installs.

export GOTOOLCHAIN := local
# Golden pictures of screens depend on the language of the session.
export LANG := nl_NL.UTF-8

# The screens are built with one set of flags everywhere: other flags mean another cold build of the toolkit.
SCREENS := -tags gles,migrated_fynedo
# -buildvcs=false: a clone owned by another user must build too.
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null)
GOBUILD := go build -buildvcs=false -ldflags "-X github.com/buurtloket/buurtloket/sync/release.version=$(VERSION)"
STATE   ?= state
TOOLS   := .ci/tools/bin

.DEFAULT_GOAL := help
.PHONY: help run test test-devices check bench generate lint reset build clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## three-node headquarters, two counters, and the clerk's window of Berchem
	@.ci/demo $(STATE)

build: ## build appliance, central and loket into bin/ (installs the desktop's C headers where it may)
	@echo "make build: downloads the Go modules named in go.sum that are not here yet; the screens also need a C compiler and headers"
	CGO_ENABLED=0 $(GOBUILD) -o bin/ ./appliance/cmd/appliance ./central/cmd/central
	@if .ci/install desktop; then \
		echo 'go build $(SCREENS) ./gui/cmd/loket (the first time: one to two minutes)'; \
		CGO_ENABLED=1 $(GOBUILD) $(SCREENS) -o bin/ ./gui/cmd/loket && rm -f bin/loket.windowless; \
	else \
		echo "make build: building loket WITHOUT a window: the demo runs, its screens do not open"; \
		CGO_ENABLED=0 $(GOBUILD) -tags ci,migrated_fynedo -o bin/ ./gui/cmd/loket && touch bin/loket.windowless; \
	fi

test: ## everything that needs no C compiler, no root and no display
	@echo "make test: downloads the Go modules named in go.sum that are not here yet; installs nothing"
	@files=$$(gofmt -l appliance central gui hardware sync .ci) && \
		if [ -n "$$files" ]; then echo "gofmt -w needed:"; echo "$$files"; exit 1; fi
	CGO_ENABLED=0 go vet -tags ci ./...
	CGO_ENABLED=0 .ci/gotest -tags ci -- ./...

test-devices: ## our drivers against the programs of others (installs those from Debian and npm)
	@.ci/check devices

check: ## the longer checks: race detector, contract, staticcheck, full exploration, stories, devices, a real window
	@.ci/check $(ONLY)

bench: ## our speed beside that of others, in one table, measured in the same run
	@.ci/bench/run $(ONLY)

generate: generate-tools ## the contract's Go from sync/contract/*.proto
	@.ci/contract generate

.PHONY: generate-tools
generate-tools: $(TOOLS)/buf $(TOOLS)/protoc-gen-go

lint: $(TOOLS)/staticcheck ## gofmt, vet and staticcheck
	@gofmt -l -d appliance central gui hardware sync .ci | (! grep .)
	CGO_ENABLED=0 go vet -tags ci ./...
	CGO_ENABLED=0 $(TOOLS)/staticcheck -tags ci ./...
	CGO_ENABLED=0 $(TOOLS)/staticcheck -tags ci,story,devices ./...

reset: ## forget everything the demo has kept
	rm -rf $(STATE)

clean: ## remove what was built (the demo's state stays: see reset)
	rm -rf bin .ci/tools/bin .ci/tools/cache .ci/bench/cache

# Each tool is built from a module of its own, at the version pinned there.
$(TOOLS)/buf: .ci/tools/buf/go.mod .ci/tools/buf/go.sum
	@.ci/tools/build buf
$(TOOLS)/protoc-gen-go: .ci/tools/plugins/go.mod .ci/tools/plugins/go.sum
	@.ci/tools/build plugins
$(TOOLS)/staticcheck: .ci/tools/lint/go.mod .ci/tools/lint/go.sum
	@.ci/tools/build lint
