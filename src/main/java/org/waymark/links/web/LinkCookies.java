package org.waymark.links.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseCookie.ResponseCookieBuilder;
import org.springframework.stereotype.Component;

/** The cookies of personal links. Browsers send them to these pages only, and no script reads them. */
@Component
class LinkCookies {

    static final String VISIT = "waymark-link";

    /** Longer than a visit lasts, so that whoever comes back after a while is asked again instead of turned away. */
    private static final Duration KEPT = Duration.ofHours(12);

    private final boolean isEncrypted;

    LinkCookies(@Value("${waymark.address:}") String address) {
        this.isEncrypted = address.startsWith("https:");
    }

    void dress(ResponseCookieBuilder cookie) {
        cookie.httpOnly(true).secure(isEncrypted).sameSite("Strict").maxAge(KEPT);
    }

    void set(HttpServletResponse response, String visit) {
        ResponseCookieBuilder cookie = ResponseCookie.from(VISIT, visit).path("/s");
        dress(cookie);
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.build().toString());
    }

    void clear(HttpServletResponse response) {
        ResponseCookieBuilder cookie = ResponseCookie.from(VISIT, "").path("/s");
        dress(cookie);
        response.addHeader(
                HttpHeaders.SET_COOKIE, cookie.maxAge(Duration.ZERO).build().toString());
    }

    static Optional<String> visit(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Stream.of(cookies)
                        .filter(cookie -> cookie.getName().equals(VISIT))
                        .map(Cookie::getValue)
                        .filter(value -> !value.isEmpty())
                        .findFirst();
    }
}
