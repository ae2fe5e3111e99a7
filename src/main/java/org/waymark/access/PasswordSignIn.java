package org.waymark.access;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.waymark.audit.AuditTrail;
import org.waymark.audit.AuditTrail.Outcome;

/**
 * Checks username and password behind the throttle and puts each sign-in on the audit trail. Spring's provider within
 * spends the time of a password check on unknown names too, so the time of an answer tells nothing of who exists.
 */
class PasswordSignIn implements AuthenticationProvider {

    private final AuthenticationProvider accounts;
    private final SignInThrottle throttle;
    private final AuditTrail audit;
    private final boolean opensSession;

    /** @param opensSession false where every request brings its password and a success is nothing to write down */
    PasswordSignIn(
            Directory directory,
            PasswordEncoder passwords,
            SignInThrottle throttle,
            AuditTrail audit,
            boolean opensSession) {
        var accounts = new DaoAuthenticationProvider(typedName ->
                directory.toSignIn(typedName).orElseThrow(() -> new UsernameNotFoundException("No such account")));
        accounts.setPasswordEncoder(passwords);
        this.accounts = accounts;
        this.throttle = throttle;
        this.audit = audit;
        this.opensSession = opensSession;
    }

    @Override
    public Authentication authenticate(Authentication asked) {
        String username = Directory.usernameOf(asked.getName());
        String address =
                asked.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
        var failures = throttle.failures(username, address);
        if (failures.tooMany()) {
            audit.record("nobody", "session.throttled", null, null, Outcome.REFUSED);
            throw new Throttled();
        }
        try {
            Authentication signedIn = accounts.authenticate(asked);
            if (failures.ofAccount() > 0) {
                throttle.succeeded(username);
            }
            if (opensSession) {
                audit.record(signedIn.getName(), "session.opened", null, null);
            }
            return signedIn;
        } catch (BadCredentialsException e) {
            throttle.failed(username, address);
            // Not the name: people type their password into its field.
            audit.record("nobody", "session.opened", null, null, Outcome.REFUSED);
            throw e;
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
