#!/usr/bin/env bash
# From a fresh clone to a running, tested or checked site. `make help` lists the ways in.
# What is already done is skipped: .venv and var/stamps keep the fingerprint of what it was made from.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

venv=.venv/bin/python
export VAR_DIR="${VAR_DIR:-$PWD/var}"
port="${PORT:-8000}"
address="${BIND:-127.0.0.1:$port}"
mkdir -p "$VAR_DIR/log"
declare -A running=() started=()
steps=0

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

set -m # every step is a process group, so that Ctrl+C stops all of it
stop_running() {
    [ ${#running[@]} -eq 0 ] || kill -- "${running[@]/#/-}" 2>/dev/null || true
}
trap stop_running EXIT

# --- Steps: started in the background, waited for in order, their output kept in var/log ---

begin() { # name command...
    local name=$1
    shift
    "$@" >"$VAR_DIR/log/$name.log" 2>&1 </dev/null &
    running[$name]=$!
    started[$name]=$SECONDS
}

finish() { # name title
    local log="$VAR_DIR/log/$1.log" pid=${running[$1]}
    steps=$((steps + 1))
    printf '%2d. %s ... ' "$steps" "$2"
    if ! wait "$pid"; then
        printf 'failed\n'
        [ -z "${CI:-}" ] || cat "$log"
        fail "$(reason "$log") Whole log: $log"
    fi
    unset "running[$1]"
    printf '%d s\n' $((SECONDS - started[$1]))
}

step() { # name title command...
    local name=$1 title=$2
    shift 2
    begin "$name" "$@"
    finish "$name" "$title"
}

reason() { # log
    local unreachable='name resolution|name or service not known|network is unreachable|connection refused'
    unreachable+='|failed to establish a new connection|max retries exceeded|dns error|timed out'
    if grep -qiE "$unreachable" "$1" && [[ $1 = */packages.log ]]; then
        echo "The package index does not answer: check the network connection, then run the same command again."
    else
        grep -v '^[[:space:]]*$' "$1" | tail -n 1
    fi
}

sources() { # conditions of find
    find . \( -name '.?*' -o -samefile "$VAR_DIR" \) -prune -o -type f \( "$@" \) -print0
}

fingerprint() { # files are read from stdin, separated by NUL
    { LC_ALL=C sort -z | xargs -0 -r sha256sum; printf '%s\n' "$@"; } | sha256sum
}

is_current() { # name fingerprint
    [ "$(cat "$VAR_DIR/stamps/$1" 2>/dev/null)" = "$2" ]
}

mark_current() { # name fingerprint
    mkdir -p "$VAR_DIR/stamps"
    printf '%s\n' "$2" >"$VAR_DIR/stamps/$1"
}

# --- Python and its packages ---

is_new_enough() { # python
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

pyenv_python() { # version
    local prefix
    prefix=$(PATH="$PATH:${HOME:-}/.pyenv/bin" pyenv prefix "$1" 2>/dev/null) && echo "$prefix/bin/python"
}

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" "$(pyenv_python 3.13)" "$(pyenv_python 3.12)" python3.13 python3.12 python3; do
        if [ -n "$candidate" ] && is_new_enough "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    fail "Python 3.12 or newer is needed. Install it, or say where it is: make run PYTHON=/path/to/python3.13"
}

packages_fingerprint() { # python requirements
    printf '%s\0' "$2" | fingerprint "$("$1" -c 'import sys; print(sys.version)')"
}

installed() { # requirements
    [ -x "$venv" ] && [ "$(cat ".venv/$1.stamp" 2>/dev/null)" = "$(packages_fingerprint "$venv" "$1" 2>/dev/null)" ]
}

make_venv() { # python requirements
    if ! compgen -G ".venv/*.stamp" >/dev/null || ! is_new_enough "$venv"; then
        rm -rf .venv
    fi
    rm -f .venv/*.stamp
    if uv --version && { [ -x "$venv" ] || uv venv --python "$1" .venv; } &&
        uv pip install --python "$venv" --compile-bytecode --require-hashes -r "$2"; then
        return
    fi
    "$venv" -m pip --version || "$1" -m venv .venv
    "$venv" -m pip install --disable-pip-version-check --retries 2 --require-hashes -r "$2"
}

packages() { # requirements
    local python
    installed "$1" && return
    python=$(find_python)
    if ! uv --version >/dev/null 2>&1 && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        fail "$("$python" -V) comes without venv. On Debian and Ubuntu: sudo apt-get install python3-venv"
    fi
    step packages "Packages of $1, for $("$python" -V)" make_venv "$python" "$1"
    # Whoever has the development packages has those to run the site with: same versions, same hashes.
    for requirements in requirements.txt "$1"; do
        packages_fingerprint "$venv" "$requirements" >".venv/$requirements.stamp"
    done
}

# --- What the site is served from ---

manage() {
    "$venv" manage.py "$@"
}

catalogues() {
    local wanted
    wanted=$(find locale -name '*.po' -print0 | fingerprint)
    is_current catalogues "$wanted" && compgen -G "locale/*/LC_MESSAGES/*.mo" >/dev/null && return
    step catalogues "Interface catalogues" manage catalogues
    mark_current catalogues "$wanted"
}

make_database() {
    manage migrate --noinput --verbosity 1 && manage roles
}

database_exists() {
    [ -n "${DATABASE_URL:-}" ] || [ -e "$VAR_DIR/db.sqlite3" ]
}

database() {
    local wanted
    wanted=$(sources -path '*/migrations/*.py' -o -path '*/management/commands/*.py' |
        fingerprint "$(cat requirements.txt)" "${DATABASE_URL:-}")
    is_current database "$wanted" && database_exists && return
    step database "Database and roles" make_database
    step sample "Sample content in English, Urdu and Polish" manage seed --first ur pl
    mark_current database "$wanted"
}

load_more_languages() { # in the background, while the site is serving; one language after the other
    [ -s "$VAR_DIR/sample-languages-to-come.txt" ] || return 0
    manage seed --more >"$VAR_DIR/log/more.log" 2>&1 </dev/null &
    more=$!
}

begin_static() {
    static_wanted=$(sources -path '*/static/*' | fingerprint "$(cat requirements.txt site/ourplace/storage.py)")
    if ! is_current static "$static_wanted" || [ ! -d "$VAR_DIR/static" ]; then
        begin static manage collectstatic --noinput --verbosity 0
    fi
}

finish_static() {
    [ -n "${running[static]:-}" ] || return 0
    finish static "Static files, hashed and compressed"
    mark_current static "$static_wanted"
}

# --- Serving ---

check_port() {
    local host=${address%:*} number=${address##*:}
    [[ $address = *:* && $number =~ ^[0-9]{1,5}$ ]] || fail "PORT is a number: make run PORT=8001"
    if (exec 3<>"/dev/tcp/$host/$number") 2>/dev/null; then
        fail "Another program listens on $address already. Stop it, or choose another port: make run PORT=8001"
    fi
}

refuse_production() {
    case "${PRODUCTION:-}" in
    "" | 0 | [Ff]alse | [Oo]ff | [Nn]o) ;;
    *) fail "This makes sample content and sample sign-ins, which PRODUCTION refuses. RUNBOOK.md says how to deploy." ;;
    esac
}

greeting() {
    printf '\n  Site   http://%s/\n  Admin  http://%s/admin/\n\n' "$address" "$address"
    cat "$VAR_DIR/sign-ins.txt" 2>/dev/null || true
    [ -z "${more:-}" ] || printf '\n  The other languages are still being loaded; they appear one by one.\n'
    printf '\n  Stop with Ctrl+C.\n'
}

prepare_to_serve() { # requirements
    refuse_production
    check_port
    packages "$1"
    export SITE_ADDRESS="${SITE_ADDRESS:-http://$address}"
    catalogues
}

run_site() {
    prepare_to_serve requirements.txt
    begin_static
    database
    finish_static
    load_more_languages
    GREETING=$(greeting) exec "$venv" -m gunicorn
}

run_dev() {
    prepare_to_serve requirements-dev.txt
    database
    load_more_languages
    greeting
    DEBUG=1 exec "$venv" manage.py runserver "$address"
}

# --- Checking ---

run_tests() {
    packages requirements-dev.txt
    catalogues
    exec "$venv" -m pytest --numprocesses 3 --no-loadscope-reorder "$@"
}

run_lint() {
    local result=0
    packages requirements-dev.txt
    "$venv" -m ruff check . || result=1
    "$venv" -m ruff format --check . || result=1
    "$venv" -m djlint --lint --quiet . || result=1
    return $result
}

run_messages() {
    local found locales language
    packages requirements-dev.txt
    command -v xgettext >/dev/null || fail "gettext is missing. On Debian and Ubuntu: sudo apt-get install gettext"
    found=$("$venv" -c 'from home.languages import LANGUAGES, SOURCE; print(*[code for code in LANGUAGES if code != SOURCE])')
    read -ra locales <<<"$found"
    step messages "Strings of the interface" manage makemessages --no-location --no-wrap --ignore var "${locales[@]/#/--locale=}"
    for language in "${locales[@]}"; do
        printf '%s: ' "$language"
        msgfmt --statistics --output-file=/dev/null "locale/$language/LC_MESSAGES/django.po" 2>&1
    done
}

run_bench() {
    local result=0
    packages requirements-dev.txt
    for bench in bench/[!_]*.py; do
        "$venv" "$bench" "$@" || result=1
    done
    return $result
}

run_lock() {
    uv --version >/dev/null 2>&1 || fail "uv is missing; it writes the lock files. See https://docs.astral.sh/uv/"
    for requirements in requirements requirements-dev; do
        uv pip compile --quiet --no-config --generate-hashes --universal --python-version 3.12 \
            --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
            --output-file "$requirements.txt" "$@" "$requirements.in"
    done
}

command=${1:-}
shift || true
case "$command" in
run) run_site ;;
dev) run_dev ;;
test) run_tests "$@" ;;
lint) run_lint ;;
messages) run_messages ;;
bench) run_bench "$@" ;;
lock) run_lock "$@" ;;
*) fail "Use make: make help" ;;
esac
