vcl 4.1;
# Varnish in front of Serai, for /etc/varnish/default.vcl (Debian: varnish, varnish-modules). Change one thing:
# the address of `serai serve`. Tell Serai of it: SERAI_CACHES="varnish:http://127.0.0.1:6081", and
# SERAI_PROXIES=127.0.0.1.
#
# Serai purges by tag (`PURGE /` with `xkey`) and by address, so a page may lie here for a year. What Serai
# does not vouch for is not kept, and whatever is no plain question for a page goes to Serai, which knows the rules.

import std;
import xkey;

backend serai {
    .host = "127.0.0.1";
    .port = "8000";
    .first_byte_timeout = 30s;
    .probe = { .url = "/-/health"; .interval = 2s; .timeout = 1s; .window = 3; .threshold = 2; .initial = 2; }
}

# Who may purge, and who may say that the reader came by https.
acl house {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        if (client.ip !~ house) {
            return (synth(405, "Method Not Allowed"));
        }
        if (req.http.xkey) {
            return (synth(200, "Purged " + xkey.purge(req.http.xkey)));
        }
        return (purge);
    }
    if (client.ip !~ house || !req.http.X-Forwarded-Proto) {
        set req.http.X-Forwarded-Proto = "http";
    }
    if (req.method != "GET" && req.method != "HEAD" && req.method != "POST") {
        return (synth(405, "Method Not Allowed"));
    }
    if (req.http.Host ~ ",") {
        return (synth(400, "Bad Request"));
    }
    # Addresses with a query or written in an unusual way, the newsroom, and what is sent.
    if (req.method == "POST" || req.url !~ "^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?$" && req.url !~ "^/-/slots/"
        || req.url ~ "[?;%]" || req.url ~ "^/newsroom(/|$)") {
        return (pass);
    }
    # A page is the same for everybody.
    unset req.http.Cookie;
    unset req.http.Authorization;
    # Pages that are over are kept for the hour in which Serai does not answer, not beside it.
    if (std.healthy(req.backend_hint)) {
        set req.grace = 0s;
    }
    return (hash);
}

sub vcl_backend_response {
    # Only what Serai will purge is kept: it says so, and for how long.
    if (!bereq.uncacheable && beresp.http.Surrogate-Key && beresp.http.Surrogate-Control ~ "max-age=[0-9]+") {
        set beresp.ttl = std.duration(
            regsub(beresp.http.Surrogate-Control, "^.*max-age=([0-9]+).*$", "\1") + "s", 0s);
        set beresp.grace = 1d;
        set beresp.keep = 0s;
        set beresp.http.xkey = beresp.http.Surrogate-Key;
    } else {
        set beresp.ttl = 0s;
        set beresp.grace = 0s;
        set beresp.keep = 0s;
        set beresp.uncacheable = true;
    }
    return (deliver);
}

sub vcl_deliver {
    unset resp.http.xkey;
    unset resp.http.Surrogate-Key;
    unset resp.http.Surrogate-Control;
    unset resp.http.CDN-Cache-Control;
    unset resp.http.Cache-Tag;
    unset resp.http.Via;
    unset resp.http.X-Varnish;
    if (obj.hits > 0) {
        unset resp.http.Age;
        set resp.http.Cache-Status = "varnish; hit";
        if (obj.ttl < 0s) {
            set resp.http.Cache-Status = "varnish; hit; ttl=-1; detail=stale";
        }
    }
}
