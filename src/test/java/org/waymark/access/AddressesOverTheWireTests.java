package org.waymark.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.support.Alliance;
import org.waymark.support.WithCare;

/**
 * What the real server answers to addresses, methods and bodies that no page of ours sends: the container refuses some of
 * them before any filter of ours is asked. Never a bare page, a trace or a failure, and one page for whatever is not there.
 */
@ExtendWith(OutputCaptureExtension.class)
class AddressesOverTheWireTests extends WithCare {

    /** Stands for the reference of somebody whom {@code dougie-mac} received. */
    private static final String PERSON = "PERSON";

    /** What somebody may have typed; whoever reads the log is not to learn it. */
    private static final String MARK = "Zanzibar";

    private static final String UNKNOWN = "11111111-2222-4333-8444-555555555555";

    private static final List<Viewer> VIEWERS = List.of(Alliance.COORDINATOR, Alliance.PARTNER, Alliance.MANAGER);

    /** Leads nowhere, whoever asks; the last of them the container itself cannot read. */
    private static final List<String> NOWHERE = List.of(
            "/nonsense",
            "/.env",
            "/WEB-INF/web.xml",
            "/actuator",
            "/actuator/env",
            "/actuator/health/db",
            "/people/zz",
            "/people/WM-2222-2222",
            "/people/wm-2222-2222",
            "/people//" + PERSON,
            "//people",
            "/people/" + PERSON + ";x=1",
            "/people/" + PERSON + "/;a/record",
            "/people/..;/worklist",
            "/people/%2e%2e/worklist",
            "/people/%2e%2e;/worklist",
            "/people/" + PERSON + "/record/%2e%2e",
            "/people/" + PERSON + "/record/nonsense",
            "/people/" + PERSON + "/record/",
            "/people/" + PERSON + "/events/" + UNKNOWN + "/correct",
            "/people/" + PERSON + "/why/" + UNKNOWN,
            "/people/%E2%80%AE",
            "/people/a%0d%0ab",
            "/people/" + "a".repeat(6000),
            "/people?after=zz",
            "/tasks/1",
            "/tasks/" + UNKNOWN,
            "/tasks/" + UNKNOWN + "/done",
            "/import/" + UNKNOWN,
            "/caseload/nonsense",
            "/centre/days/" + UNKNOWN,
            "/clocks/NONSENSE",
            "/models",
            "/camunda/app/tasklist/",
            "/camunda/app/cockpit/nonsense",
            "/camunda/app/cockpit/nonsense/",
            "/camunda/app/cockpit/scripts/",
            "/camunda/app/cockpit/..;/",
            "/css/nonsense.css",
            "/webjars/",
            "/people/%00",
            "/people/" + PERSON + "%00",
            "/people/a%2fb",
            "/people/" + PERSON + "%2frecord",
            "/people/a%5cb",
            "/people/%zz",
            "/people/%",
            "/people/%c0%ae%c0%ae",
            "/%2e%2e/etc/passwd",
            "/../../etc/passwd",
            "/css/..%2fapplication.yml",
            "/camunda/%00");

    /** Not even the line of the request can be read, and so nobody knows who asks. */
    private static final List<String> UNREADABLE = List.of(
            "/people/<script>",
            "/people/\"x\"",
            "/people/{x}",
            "/people/a|b",
            "/people/a\\b",
            "/people/^x",
            "/people/a b",
            "/people/" + "a".repeat(20_000));

    @Autowired
    JdbcClient jdbc;

    @LocalServerPort
    int port;

    private String person = "";

    @BeforeEach
    void somebodyIsKnown() {
        person = care.registered().named().ref().value();
    }

    @Test
    void whatIsNotThereAndWhatMayNotBeSeenAreOnePageAndOneRowOfAudit(CapturedOutput log) {
        for (Viewer viewer : VIEWERS) {
            var visitor = new Visitor(viewer);
            String page = visitor.asks("GET", "/people/WM-2222-2222").main();
            assertThat(page).startsWith("Page not found");
            for (String address : NOWHERE) {
                String what = viewer.username() + " " + address;
                long before = rows();
                Answer answer = visitor.asks("GET", address.replace(PERSON, person));
                assertThat(answer.status()).as(what).isEqualTo(404);
                assertThat(answer.main()).as(what).isEqualTo(page);
                if (!address.startsWith("/css") && !address.startsWith("/webjars")) {
                    assertThat(rows() - before).as("rows of audit for %s", what).isEqualTo(1);
                    assertThat(last())
                            .as(what)
                            .startsWith(viewer.username() + " ")
                            .endsWith(" REFUSED");
                }
            }
        }
        assertThat(log.getAll()).doesNotContain("Exception");
    }

    @Test
    void anAddressThatCannotBeReadAtAllIsThatPageToo() {
        var visitor = new Visitor(Alliance.COORDINATOR);
        String page = visitor.asks("GET", "/people/WM-2222-2222").main();
        for (String address : UNREADABLE) {
            Answer answer = visitor.asks("GET", address);
            assertThat(answer.status()).as(address).isEqualTo(404);
            assertThat(answer.main()).as(address).isEqualTo(page);
        }
    }

    @Test
    void aMethodThatNoPageTakesIsAnsweredByAPage(CapturedOutput log) {
        var visitor = new Visitor(Alliance.COORDINATOR);
        String page = visitor.asks("GET", "/people/WM-2222-2222").main();
        for (String method : List.of("PROPFIND", "FOO", "get")) {
            for (String address :
                    List.of("/people/" + person, "/people/WM-2222-2222", "/worklist", "/sign-in", "/css/x")) {
                Answer answer = visitor.asks(method, address);
                assertThat(answer.status()).as(method + " " + address).isEqualTo(404);
                assertThat(answer.main()).as(method + " " + address).isEqualTo(page);
            }
        }
        Answer traced = visitor.asks("TRACE", "/people/" + person);
        assertThat(traced.status()).isEqualTo(405);
        assertThat(traced.main()).startsWith("That could not be read");
        assertThat(traced.text()).as("nothing is echoed").doesNotContain("TRACE", "Cookie");
        for (String method : List.of("PUT", "DELETE", "PATCH")) {
            Answer answer = visitor.asks(method, "/people/" + person);
            assertThat(answer.status()).as(method).isEqualTo(403);
            assertThat(answer.main()).as(method).contains("was not saved");
        }
        assertThat(visitor.asks("HEAD", "/people/" + person).status()).isEqualTo(200);
        assertThat(visitor.asks("HEAD", "/people/WM-2222-2222")).isEqualTo(new Answer(404, ""));
        assertThat(visitor.asks("OPTIONS", "/people/WM-2222-2222").text()).isEmpty();
        assertThat(log.getAll()).doesNotContain("Exception");
    }

    @Test
    void whateverIsSentThereIsAPageThatSaysWhatIsWrong(CapturedOutput log) {
        for (Viewer viewer : VIEWERS) {
            var visitor = new Visitor(viewer);
            for (String address : List.of(
                    "/people/" + person + "/record/record-death",
                    "/people/" + person + "/record/nonsense",
                    "/people/WM-2222-2222/record/record-death",
                    "/people/" + person + "/details",
                    "/people/" + person,
                    "/people/find",
                    "/people/new",
                    "/tasks/" + UNKNOWN,
                    "/tasks/" + UNKNOWN + "/reassign",
                    "/centre/places/" + UNKNOWN + "/review",
                    "/caseload/offers/x/y",
                    "/import/" + UNKNOWN + "/run",
                    "/nonsense",
                    "/error")) {
                for (Body body : List.of(
                        new Body("application/x-www-form-urlencoded", "", false),
                        new Body("application/x-www-form-urlencoded", "submission=zz&confirmed=maybe&to=%00", true),
                        new Body("application/x-www-form-urlencoded", "a=%zz&b=%", true),
                        new Body("application/x-www-form-urlencoded", "a=1&".repeat(12_000), true),
                        new Body("application/json", "{\"a\":1}", true),
                        new Body("multipart/form-data; boundary=x", "--x\r\nbroken", true),
                        new Body("multipart/form-data", "x", true),
                        new Body("nonsense", "x", true))) {
                    String what = viewer.username() + " " + address + " " + body.type() + " "
                            + body.text().substring(0, Math.min(20, body.text().length()));
                    Answer answer = visitor.sends(address, body);
                    assertThat(answer.status()).as(what).isBetween(400, 499);
                    assertThat(answer.main()).as(what).isNotBlank().doesNotContain("Exception", "??");
                    if (!body.hasToken()) {
                        assertThat(answer.status()).as(what).isEqualTo(403);
                    }
                }
            }
        }
        assertThat(log.getAll()).doesNotContain("Unexpected failure");
    }

    @Test
    void nothingOfWhatWasTypedIsLogged(CapturedOutput log) {
        var visitor = new Visitor(Alliance.COORDINATOR);
        for (String address : List.of(
                "/people/" + person + "/" + MARK,
                "/people/" + person + "/" + MARK + "/",
                "/sign-in/" + MARK,
                "/" + MARK,
                "/people/" + MARK + "%00",
                "/people/" + MARK + "|",
                "/people?q=" + MARK + "%zz",
                "/people?%zz" + MARK + "=1")) {
            visitor.asks("GET", address);
        }
        visitor.asks(MARK, "/people");
        visitor.sends("/people/find", new Body("application/x-www-form-urlencoded", "q=" + MARK + "%zz", true));
        visitor.sends("/people/find", new Body(MARK + "/x; charset=" + MARK, "q=" + MARK, true));
        visitor.sends("/people/find", new Body("multipart/form-data; boundary=" + MARK, MARK, true));
        assertThat(log.getAll()).doesNotContain(MARK);
    }

    private long rows() {
        return jdbc.sql("select count(*) from audit_event").query(Long.class).single();
    }

    private String last() {
        return jdbc.sql("select concat_ws(' ', actor, action, outcome) from audit_event order by id desc limit 1")
                .query(String.class)
                .single();
    }

    private record Body(String type, String text, boolean hasToken) {}

    private record Answer(int status, String text) {

        String main() {
            return Jsoup.parse(text).select("main").text();
        }
    }

    /** Signs in as a browser does and then writes to the socket itself, since clients put right what is asked here. */
    private final class Visitor {

        private final CookieManager cookies = new CookieManager();
        private final String token;

        Visitor(Viewer viewer) {
            HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();
            post(
                    client,
                    "username=" + viewer.username() + "&password="
                            + URLEncoder.encode(Alliance.PASSWORD, StandardCharsets.UTF_8) + "&_csrf="
                            + token(client, "/sign-in"));
            token = token(client, "/worklist");
        }

        private String token(HttpClient client, String page) {
            return Jsoup.parse(
                            send(client, HttpRequest.newBuilder(address(page)).build()))
                    .select("input[name=_csrf]")
                    .val();
        }

        private void post(HttpClient client, String body) {
            send(
                    client,
                    HttpRequest.newBuilder(address("/sign-in"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(body))
                            .build());
        }

        private URI address(String page) {
            return URI.create("http://localhost:" + port + page);
        }

        private static String send(HttpClient client, HttpRequest request) {
            try {
                HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                return answer.body();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        Answer asks(String method, String address) {
            return writes(method, address, List.of(), "");
        }

        Answer sends(String address, Body body) {
            boolean isForm = body.type().endsWith("urlencoded");
            String text = isForm && body.hasToken() ? "_csrf=" + token + "&" + body.text() : body.text();
            List<String> headers = new ArrayList<>(List.of(
                    "Content-Type: " + body.type(), "Content-Length: " + text.getBytes(StandardCharsets.UTF_8).length));
            if (!isForm && body.hasToken()) {
                headers.add("X-CSRF-TOKEN: " + token);
            }
            return writes("POST", address, headers, text);
        }

        private Answer writes(String method, String address, List<String> headers, String body) {
            String cookie = cookies.getCookieStore().getCookies().stream()
                    .map(one -> one.getName() + "=" + one.getValue())
                    .collect(Collectors.joining("; "));
            var request = new StringBuilder(method + " " + address + " HTTP/1.0\r\nHost: localhost:" + port
                    + "\r\nAccept: text/html\r\nCookie: " + cookie + "\r\n");
            headers.forEach(header -> request.append(header).append("\r\n"));
            request.append("\r\n").append(body);
            try (var socket = new Socket("localhost", port)) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                int end = answer.indexOf("\r\n\r\n");
                return new Answer(Integer.parseInt(answer.split(" ", 3)[1]), answer.substring(end + 4));
            } catch (IOException e) {
                throw new UncheckedIOException(method + " " + address, e);
            }
        }
    }
}
