#!/bin/sh
# Run the attack suite as an ordinary user: root becomes user 1000, anybody else stays who they are.
#
#     tests/attacks/as_user.sh [OPTIONS OF PYTEST]
#
# Where Python or this folder lies below a folder that only root may enter, such as /root, what is
# needed of it is shown to the user in a mount namespace of its own. Exit status 2: that cannot be had.
set -eu
cd "$(dirname "$0")/../.."

if [ "$(id -u)" -ne 0 ]; then
    exec python -m pytest -n auto tests/attacks "$@"
fi

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
chown 1000:1000 "$home"

as_user() {
    setpriv --reuid=1000 --regid=1000 --clear-groups \
        env HOME="$home" TMPDIR="$home" PYTHONDONTWRITEBYTECODE=1 "$@"
}

can_run() {
    as_user python -c "import grader, torch" 2>/dev/null
}

# The outermost folder above $1 that the user may not enter, or nothing.
closed_above() {
    case $1 in /) return ;; esac
    closed_above "$(dirname "$1")"
    as_user test -x "$(dirname "$1")" || dirname "$1"
}

# Cover closed folders by empty ones, and show in them what is needed: for this process alone.
open_ways() {
    held=$(mktemp -d)
    number=0
    for path in "$@"; do
        number=$((number + 1))
        mkdir "$held/$number"
        mount --bind "$path" "$held/$number"
    done
    for path in "$@"; do
        closed=$(closed_above "$path" | head -n 1)
        [ -z "$closed" ] || mount -t tmpfs -o mode=755 tmpfs "$closed"
    done
    number=0
    for path in "$@"; do
        number=$((number + 1))
        [ -d "$path" ] && continue
        mkdir -p "$path"
        mount --bind "$held/$number" "$path"
    done
    cd "$PWD" # what lies there now
}

if [ "${ATTACKS_APART:-}" = yes ]; then
    # shellcheck disable=SC2046  no prefix of an installation has a blank in it
    open_ways $(python -c "import sys; print(sys.base_prefix, sys.prefix)") "$PWD"
elif ! can_run && ATTACKS_APART=yes unshare --mount true 2>/dev/null; then
    export ATTACKS_APART=yes
    unshare --mount "$0" "$@" && exit 0 || exit $?
fi

if ! can_run; then
    echo "as_user.sh: user 1000 cannot run $(command -v python) with grader and torch;" \
        "put both where everybody may read them" >&2
    exit 2
fi
as_user python -m pytest -p no:cacheprovider -n auto tests/attacks "$@"
