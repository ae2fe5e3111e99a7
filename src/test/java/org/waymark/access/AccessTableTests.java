package org.waymark.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.waymark.access.Relationships.Kind;
import org.waymark.access.Relationships.Sharing;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.support.Alliance;
import org.waymark.support.WaymarkTest;

/** Tests each cell of the tables in {@code src/docs/access.md}. */
@WaymarkTest
class AccessTableTests {

    private static final Path DOCUMENT = Path.of("src/docs/access.md");
    private static final String RECEIVING = "dougie-mac";
    private static final String OTHER = "approach";
    private static final String OUTSIDE = "community-trust";

    @Autowired
    @Qualifier("springSecurityFilterChain")
    FilterChainProxy security;

    @Autowired
    AccessDecision access;

    @Autowired
    Relationships relationships;

    @Autowired
    Directory directory;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    WaymarkClock clock;

    @BeforeEach
    void alliance() {
        Alliance.add(directory);
    }

    /** Heading row first; cells without the marks of Markdown. */
    private static List<List<String>> table(String firstHeading) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("| " + firstHeading + " |")) {
                inside = true;
            } else if (!line.startsWith("|")) {
                inside = false;
            }
            if (inside && !line.startsWith("|---")) {
                rows.add(Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(cell -> cell.strip().replace("`", ""))
                        .toList());
            }
        }
        return rows;
    }

    private static Set<String> roleCodes() {
        return Arrays.stream(Role.values()).map(Role::code).collect(Collectors.toSet());
    }

    @Test
    void theTablesNameEveryRoleAndEveryPage() throws IOException {
        var pages = table("page");
        assertThat(pages.get(0).subList(1, pages.get(0).size())).containsExactlyInAnyOrderElementsOf(roleCodes());
        assertThat(pages.stream().skip(1).map(row -> row.get(0)))
                .containsExactlyInAnyOrder(
                        "/worklist",
                        "/tasks/{id}",
                        "/people",
                        "/people/new",
                        "/people/{pathwayRef}",
                        "/import",
                        "/nobody-is-lost",
                        "/models",
                        "/rules",
                        "/letters",
                        "/outbox",
                        "/search",
                        "/licences",
                        "/tiers",
                        "/insight",
                        "/insight/deprivation",
                        "/insight/measures",
                        "/caseload",
                        "/clocks",
                        "/centre",
                        "/referrals",
                        "/services",
                        "/rota",
                        "/camunda/app/cockpit/",
                        "/engine-rest");
        assertThat(table("role").stream().skip(1).map(row -> row.get(0)))
                .containsExactlyInAnyOrderElementsOf(roleCodes());
        for (var rule : PageRules.RULES) {
            assertThat(pages.stream().map(row -> row.get(0)))
                    .as("The document names %s", rule.root())
                    .anyMatch(page -> page.equals(rule.root()) || page.startsWith(rule.root() + "/"));
        }
    }

    @TestFactory
    Stream<DynamicTest> eachRoleReachesThePagesOfTheTableAndNoOther() throws IOException {
        var rows = table("page");
        var roles = rows.get(0);
        return rows.stream().skip(1).flatMap(row -> Stream.iterate(1, column -> column < roles.size(), c -> c + 1)
                .map(column -> {
                    var role = Role.ofCode(roles.get(column));
                    boolean expected = row.get(column).equals("yes");
                    String name = role.code() + (expected ? " opens " : " does not open ") + row.get(0);
                    return dynamicTest(
                            name, () -> assertThat(opens(role, row.get(0))).isEqualTo(expected));
                }));
    }

    @TestFactory
    Stream<DynamicTest> eachRoleSeesTheDataOfTheTableAndNoOther() throws IOException {
        var rows = table("role");
        var situations = rows.get(0);
        return rows.stream().skip(1).flatMap(row -> Stream.iterate(1, column -> column < situations.size(), c -> c + 1)
                .map(column -> {
                    var role = Role.ofCode(row.get(0));
                    String situation = situations.get(column);
                    Set<DataKind> expected = kinds(row.get(column));
                    return dynamicTest(
                            role.code() + ", " + situation + ": " + expected,
                            () -> assertThat(seen(role, situation)).isEqualTo(expected));
                }));
    }

    @Test
    void withoutSignInEveryPageLeadsToSignIn() throws Exception {
        for (var row : table("page").subList(1, table("page").size())) {
            String path = path(row.get(0));
            var response = new MockHttpServletResponse();
            var chain = new MockFilterChain();
            security.doFilter(request(path), response, chain);
            assertThat(chain.getRequest()).as(path).isNull();
            if (path.startsWith("/engine-rest")) {
                assertThat(response.getStatus()).isEqualTo(401);
                assertThat(response.getHeader("WWW-Authenticate")).startsWith("Basic");
            } else {
                assertThat(response.getStatus()).as(path).isEqualTo(302);
                assertThat(response.getRedirectedUrl()).as(path).endsWith("/sign-in");
            }
        }
    }

    /** Whether the filter chains let the request through to whatever page stands there. */
    private boolean opens(Role role, String page) throws Exception {
        var viewer = Alliance.EVERYBODY.stream()
                .filter(one -> one.has(role))
                .findFirst()
                .orElseThrow();
        var request = request(path(page));
        if (page.equals("/engine-rest")) {
            // Stateless: a session would not open it.
            request.addHeader(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString((viewer.username() + ":" + Alliance.PASSWORD)
                                            .getBytes(StandardCharsets.UTF_8)));
        } else {
            SecurityContext signedIn = SecurityContextHolder.createEmptyContext();
            signedIn.setAuthentication(new CurrentViewer()
                    .as(viewer, () -> SecurityContextHolder.getContext().getAuthentication()));
            request.getSession(true)
                    .setAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY, signedIn);
        }
        var response = new MockHttpServletResponse();
        var chain = new MockFilterChain();
        long before = refusals(viewer);
        security.doFilter(request, response, chain);
        boolean opened = chain.getRequest() != null;
        if (!opened) {
            assertThat(response.getStatus())
                    .as("refused like a page that does not exist")
                    .isEqualTo(404);
        }
        assertThat(refusals(viewer) - before).as("refusals written down").isEqualTo(opened ? 0 : 1);
        return opened;
    }

    private long refusals(Viewer viewer) {
        return jdbc.sql("select count(*) from audit_event where actor = :actor and action = 'page.opened'"
                        + " and outcome = 'REFUSED'")
                .param("actor", viewer.username())
                .query(Long.class)
                .single();
    }

    private static MockHttpServletRequest request(String path) {
        var request = new MockHttpServletRequest("GET", path);
        request.setServletPath(path);
        return request;
    }

    private static String path(String page) {
        return page.replace("{id}", UUID.randomUUID().toString())
                .replace("{pathwayRef}", PathwayRef.random().value());
    }

    private static Set<DataKind> kinds(String cell) {
        Map<String, DataKind> letters =
                Map.of("I", DataKind.IDENTITY, "C", DataKind.CARE, "R", DataKind.REFERRALS, "P", DataKind.PATHWAY);
        return cell.equals("-")
                ? Set.of()
                : Arrays.stream(cell.split(" "))
                        .map(letter -> Objects.requireNonNull(letters.get(letter), cell))
                        .collect(Collectors.toSet());
    }

    private Set<DataKind> seen(Role role, String situation) {
        String organisation =
                situation.startsWith("other") ? OTHER : situation.startsWith("outside") ? OUTSIDE : RECEIVING;
        var viewer = new Viewer("somebody", "Somebody", "", organisation, null, Set.of(role));
        var pathway = PathwayRef.random();
        relationships.open(pathway, RECEIVING);
        switch (situation) {
            case "receiving", "outside" -> {}
            case "task", "other, not asked" -> task(pathway, viewer);
            case "named" -> relationships.grant(pathway, Kind.COORDINATOR, viewer.username());
            case "other, referral", "outside, referral" -> relationships.grant(pathway, Kind.REFERRAL, organisation);
            case "other, agreed" -> {
                relationships.grant(pathway, Kind.CASELOAD, OTHER);
                relationships.sharing(pathway, Sharing.AGREED);
            }
            case "other, agreed, task" -> {
                task(pathway, viewer);
                relationships.sharing(pathway, Sharing.AGREED);
            }
            case "other, refused" -> {
                relationships.grant(pathway, Kind.CASELOAD, OTHER);
                relationships.grant(pathway, Kind.REFERRAL, OTHER);
                task(pathway, viewer);
                relationships.sharing(pathway, Sharing.REFUSED);
            }
            default -> throw new AssertionError("The test does not know the situation " + situation);
        }
        return Arrays.stream(DataKind.values())
                .filter(kind -> access.maySee(viewer, pathway, kind))
                .collect(Collectors.toSet());
    }

    private void task(PathwayRef pathway, Viewer viewer) {
        jdbc.sql("""
                        insert into work_item (task_id, process, record, pathway_ref, element, name, form_id, group_name,
                            created_at, state, process_instance_id, definition_id)
                        values (:id, 'test', :id, :pathway, 'UserTask_Test', 'Test', 'test', :group,
                            :at, 'OPEN', :id, 'test')""")
                .param("id", UUID.randomUUID().toString())
                .param("pathway", pathway.value())
                .param("group", viewer.groups().get(0))
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
