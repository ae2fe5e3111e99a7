package org.waymark.support;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;

import java.util.Objects;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Viewer;

/** Lets a view test visit a page as a member of staff, past the sign-in page: {@code get("/people/new").with(as(…))}. */
public final class Visits {

    private Visits() {}

    public static RequestPostProcessor as(CurrentViewer current, Viewer viewer) {
        return authentication(current.as(
                viewer,
                () -> Objects.requireNonNull(SecurityContextHolder.getContext().getAuthentication())));
    }
}
