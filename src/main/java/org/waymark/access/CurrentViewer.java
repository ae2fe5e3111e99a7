package org.waymark.access;

import java.util.Set;
import java.util.function.Supplier;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Tells who is asking now. Outside a request it is {@link Viewer#SYSTEM}, in a request without sign-in nobody. */
@Component
public class CurrentViewer {

    /** Asks without having signed in: holds no role and so sees nothing. */
    private static final Viewer NOBODY = new Viewer("nobody", "", "", null, null, Set.of());

    public CurrentViewer() {}

    public Viewer get() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null) {
            return Viewer.SYSTEM;
        }
        return authentication.getPrincipal() instanceof SignedIn signedIn ? signedIn.viewer() : NOBODY;
    }

    /** Runs the action as somebody else, for the sample alliance, imports that go on after a restart, and tests. */
    public <T> T as(Viewer viewer, Supplier<T> action) {
        var before = SecurityContextHolder.getContext();
        var during = SecurityContextHolder.createEmptyContext();
        if (!viewer.isSystem()) {
            var signedIn = new SignedIn(viewer, "");
            during.setAuthentication(
                    UsernamePasswordAuthenticationToken.authenticated(signedIn, null, signedIn.getAuthorities()));
        }
        SecurityContextHolder.setContext(during);
        try {
            return action.get();
        } finally {
            SecurityContextHolder.setContext(before);
        }
    }
}
