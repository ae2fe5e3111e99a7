package org.waymark.workflow.cockpit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;
import org.waymark.access.CurrentViewer;
import org.waymark.audit.AuditTrail;

/**
 * Puts on the audit trail who looks at a run, and who changes anything, in Cockpit or through the engine's REST interface.
 * It is written before the engine is asked: the engine's own transaction is out of reach, and what is not written is not done.
 */
class EngineOnRecord extends OncePerRequestFilter {

    private static final Pattern API =
            Pattern.compile("(?:/engine-rest(?:/engine/[^/]+)?|/camunda/api/engine/engine/[^/]+)(/.*)");
    private static final Pattern RUN = Pattern.compile("/process-instance/([0-9a-f-]{36})");

    /** These ask by POST, since what they ask is too long for an address. */
    private static final Pattern QUESTION = Pattern.compile(
            "(/history)?/[a-z-]*(instance|execution|task|job|job-definition|incident|detail|batch|authorization|filter)(/count)?/?");

    private final AuditTrail audit;
    private final CurrentViewer viewer;

    EngineOnRecord(AuditTrail audit, CurrentViewer viewer) {
        this.audit = audit;
        this.viewer = viewer;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain rest)
            throws ServletException, IOException {
        var api = API.matcher(path(request));
        if (api.matches()) {
            String asked = api.group(1);
            var run = RUN.matcher(asked);
            String method = request.getMethod();
            if (method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS")) {
                if (run.matches()) {
                    audit.record(viewer.get().username(), "run.viewed", null, run.group(1));
                }
            } else if (!(method.equals("POST") && QUESTION.matcher(asked).matches())) {
                String what = method + " " + asked;
                audit.record(
                        viewer.get().username(),
                        "engine.changed",
                        null,
                        what.substring(0, Math.min(what.length(), 200)));
            }
        }
        rest.doFilter(request, response);
    }

    private static String path(HttpServletRequest request) {
        String within = request.getPathInfo();
        return within == null ? request.getServletPath() : request.getServletPath() + within;
    }
}
