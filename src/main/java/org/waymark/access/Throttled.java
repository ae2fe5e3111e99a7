package org.waymark.access;

import org.springframework.security.core.AuthenticationException;

/** Too many sign-ins failed of late; a right password does not help until some of them are over. */
final class Throttled extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    Throttled() {
        super("Too many failed sign-ins");
    }
}
