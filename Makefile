# The front door. meson builds, tools/setup.sh prepares the machine, tools/run-tests.py counts; this file only says in which order.
.DEFAULT_GOAL := all
PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
SETUP := tools/setup.sh
SAMPLE := .deps/media/fingers-lq.gif

.PHONY: all help setup setup-pose setup-test meson-is-here configure build build-all demo test parity bench test-sanitize test-clean-root soak stress install clean
all: build

help:
	@echo 'make               build only: $(BUILD)/sightline and $(BUILD)/libsightline.so'
	@echo 'make setup         prepare the machine: Debian packages, engines, models, sample media'
	@echo 'make setup-pose    the lite and heavy pose models, besides'
	@echo 'make demo          set-up, build, hands on a sample video: out/demo.ndjson and out/demo.mp4'
	@echo 'make test          set-up, build, every fast suite'
	@echo 'make parity        the comparison with MediaPipe itself alone'
	@echo 'make test-sanitize every suite under ASan and UBSan, the threaded ones under TSan'
	@echo 'make bench         benchmarks; PEERS=1 runs MediaPipe side by side'
	@echo 'make soak          memory over 100,000 frames'
	@echo 'make stress        shared frames while a thousand processes are killed, and a million frames'
	@echo 'make install       PREFIX=/usr/local DESTDIR= program, library, headers, Python package'
	@echo 'make clean         remove what was built and written; what was fetched stays in .deps'

setup:
	@$(SETUP) build media

setup-pose:
	@$(SETUP) pose

setup-test:
	@$(SETUP) build media people pose test parity
	@$(SETUP) --cpu aarch64 exact-engine

meson-is-here:
	@command -v meson >/dev/null || { echo 'make: meson was not found; run make setup first' >&2; exit 1; }

# Configured once; configured again when set-up brought something that the build can use.
configure: meson-is-here
	@if [ ! -f $(BUILD)/build.ninja ]; then meson setup $(BUILD); \
	elif [ .deps/changed -nt $(BUILD)/build.ninja ]; then meson setup --reconfigure $(BUILD); fi

build: configure
	@ninja -C $(BUILD) front

build-all: configure
	@ninja -C $(BUILD)

demo: setup
	@$(MAKE) --no-print-directory build
	@tools/demo.sh $(BUILD)/sightline $(SAMPLE)

test: setup-test
	@$(MAKE) --no-print-directory build-all
	@python3 tools/run-tests.py --build $(BUILD)

parity: setup-test
	@$(MAKE) --no-print-directory build-all
	@python3 tools/run-tests.py --build $(BUILD) --suite parity

bench:
	@$(SETUP) build media people pose $(if $(PEERS),parity)
	@$(MAKE) --no-print-directory build-all
	@python3 bench/run.py --build $(BUILD) $(if $(PEERS),--peers)

test-sanitize: setup-test
	@python3 tools/run-tests.py --sanitize

test-clean-root:
	@tests/clean-root/run.sh

soak:
	@$(SETUP) build media people
	@$(MAKE) --no-print-directory build-all
	@tests/soak/run.sh $(BUILD)

stress: configure
	@ninja -C $(BUILD) tests/stress/stress_ring
	@$(BUILD)/tests/stress/stress_ring 1000 1000000

# An optimised build of its own, so that PREFIX never disturbs the one people work in.
install: meson-is-here
	@meson setup $(BUILD)-install --prefix $(PREFIX) --buildtype release -Dtests=false \
		$(if $(wildcard $(BUILD)-install/build.ninja),--reconfigure)
	@ninja -C $(BUILD)-install
	@DESTDIR=$(DESTDIR) meson install -C $(BUILD)-install --no-rebuild --quiet

clean:
	rm -rf $(BUILD) $(BUILD)-* out
