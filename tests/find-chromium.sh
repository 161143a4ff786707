# Sees to it that there is a browser for the tests of the web page.
[ -n "$CHROMIUM_PATH" ] && [ -x "$CHROMIUM_PATH" ] && exit 0
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
[ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Debian's chromium for the tests of the web page"
    if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; then
        exit 0
    fi
fi
echo "The tests of the web page need Chromium or Chrome: install it ('apt install chromium' on Debian" >&2
echo "and Ubuntu), or name it in CHROMIUM_PATH" >&2
exit 1
