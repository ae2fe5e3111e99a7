package org.waymark.access;

import static java.util.stream.Collectors.toUnmodifiableSet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Which role reaches which pages. A page that no rule names is refused; {@code src/docs/access.md} holds the same in words. */
final class PageRules {

    private static final Set<Role> CARING = Set.of(
            Role.COORDINATOR,
            Role.DEMENTIA_ADVISER,
            Role.ACTIVITY_OFFICER,
            Role.CARER_ENABLEMENT,
            Role.PALLIATIVE_NURSE,
            Role.TEAM_LEAD);

    private static final Set<Role> EVERYBODY = Set.of(Role.values());

    /** The first rule that covers a path decides. */
    static final List<Rule> RULES = List.of(
            new Rule("/worklist", EVERYBODY),
            new Rule("/tasks", EVERYBODY),
            new Rule("/people/new", Set.of(Role.COORDINATOR)),
            new Rule("/people", CARING),
            new Rule("/search", CARING),
            new Rule("/import", Set.of(Role.COORDINATOR, Role.ADMINISTRATOR)),
            new Rule("/nobody-is-lost", Set.of(Role.COORDINATOR, Role.OPERATOR)),
            new Rule("/models", Set.of(Role.OPERATOR)),
            new Rule("/rules", Set.of(Role.CLINICAL_OWNER, Role.COORDINATOR)),
            new Rule("/licences", Set.of(Role.ADMINISTRATOR)),
            new Rule("/tiers", Set.of(Role.MANAGER)),
            new Rule("/letters", Set.of(Role.COORDINATOR, Role.ADMINISTRATOR)),
            new Rule("/outbox", Set.of(Role.COORDINATOR, Role.ADMINISTRATOR, Role.OPERATOR)),
            new Rule(
                    "/clocks",
                    Set.of(Role.COORDINATOR, Role.TEAM_LEAD, Role.MANAGER, Role.ADMINISTRATOR, Role.OPERATOR)),
            new Rule("/insight/deprivation", Set.of(Role.MANAGER, Role.COORDINATOR, Role.ADMINISTRATOR)),
            new Rule("/insight", Set.of(Role.MANAGER, Role.COORDINATOR)),
            new Rule("/caseload", Set.of(Role.COORDINATOR)),
            new Rule(
                    "/centre",
                    Set.of(Role.COORDINATOR, Role.ACTIVITY_OFFICER, Role.TEAM_LEAD, Role.MANAGER, Role.ADMINISTRATOR)),
            new Rule("/rota", CARING),
            new Rule("/referrals", with(CARING, Role.PARTNER)),
            new Rule("/services", with(CARING, Role.PARTNER, Role.MANAGER, Role.ADMINISTRATOR)));

    static final Set<Role> COCKPIT = Set.of(Role.COORDINATOR, Role.OPERATOR);
    static final Set<Role> ENGINE_REST = Set.of(Role.OPERATOR);

    /** A page with everything below it. */
    record Rule(String root, Set<Role> roles) {

        RequestMatcher matcher() {
            return under(root);
        }

        String[] roleNames() {
            return names(roles);
        }
    }

    private PageRules() {}

    static String[] names(Set<Role> roles) {
        return roles.stream().map(Role::name).toArray(String[]::new);
    }

    static RequestMatcher under(String... roots) {
        return request -> {
            String path = path(request);
            return Stream.of(roots).anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
        };
    }

    /**
     * The path as the servlet container read it when it chose a servlet: decoded, and whole. Pattern matchers would see only
     * what lies behind the engine's servlets, and a URI spelled with escapes would slip past a comparison of its text.
     */
    static String path(HttpServletRequest request) {
        String within = request.getPathInfo();
        return within == null ? request.getServletPath() : request.getServletPath() + within;
    }

    /** What a refusal is called in the audit trail: the page, never what somebody typed behind it. */
    static String pageOf(HttpServletRequest request) {
        return Stream.concat(RULES.stream().map(Rule::root), Stream.of("/camunda", "/engine-rest"))
                .filter(root -> under(root).matches(request))
                .findFirst()
                .orElse("unknown");
    }

    private static Set<Role> with(Set<Role> roles, Role... more) {
        return Stream.concat(roles.stream(), Stream.of(more)).collect(toUnmodifiableSet());
    }
}
