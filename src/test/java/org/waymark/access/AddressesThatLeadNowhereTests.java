package org.waymark.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.UriUtils;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.WithCare;

/** An id that does not exist, or that cannot be one, is the same 404 page, one row of audit, and nothing of what was typed. */
@ExtendWith(OutputCaptureExtension.class)
class AddressesThatLeadNowhereTests extends WithCare {

    /** What people and programs put where an id belongs; the mark tells whether anything of it is kept. */
    private static final String MARK = "Zanzibar";

    private static final List<String> MALFORMED = List.of(
            MARK,
            "WM-" + MARK,
            "wm-7f3k-29qx",
            "WM-0000-0000",
            MARK + "'; --",
            "${7*7}" + MARK,
            MARK + "-\u202e-\u0634-\ud83d\ude00",
            MARK.repeat(60),
            "-1",
            "1-1-1-1-1",
            "00000000-0000-0000-0000-00000000000g",
            "\u0001" + MARK);

    private static final Pattern VARIABLE = Pattern.compile("\\{[^/}]+}");

    @Autowired
    MockMvc http;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Test
    void everyIdInAnAddressOfOurs(CapturedOutput log) throws Exception {
        String person = care.registered().named().ref().value();
        var addresses = new ArrayList<Asked>();
        for (var mapping : mappings.getHandlerMethods().entrySet()) {
            if (!mapping.getValue().getBeanType().getName().startsWith("org.waymark.")) {
                continue;
            }
            for (String pattern : mapping.getKey().getPatternValues()) {
                if (pattern.startsWith("/s/")) {
                    // The way in of personal links is the same page for whatever stands there.
                    continue;
                }
                for (RequestMethod method :
                        mapping.getKey().getMethodsCondition().getMethods()) {
                    addresses.addAll(addresses(method.asHttpMethod(), pattern, person));
                }
            }
        }
        assertThat(addresses).hasSizeGreaterThan(200);

        for (Asked asked : addresses) {
            leadsNowhere(asked);
        }
        assertThat(log.getAll()).doesNotContain(MARK);
    }

    /** Each malformed id in each place, with the others as they should be; and ids that are well formed and unknown. */
    private static List<Asked> addresses(HttpMethod method, String pattern, String person) {
        var found = new ArrayList<Asked>();
        var places = VARIABLE.matcher(pattern).results().toList();
        for (int place = 0; place < places.size(); place++) {
            var wrong = new ArrayList<>(MALFORMED);
            wrong.addAll(List.of(UUID.randomUUID().toString(), "WM-2222-2222"));
            for (String id : wrong) {
                var address = new StringBuilder(pattern);
                for (int other = places.size() - 1; other >= 0; other--) {
                    address.replace(
                            places.get(other).start(),
                            places.get(other).end(),
                            other == place ? UriUtils.encodePathSegment(id, "UTF-8") : person);
                }
                found.add(new Asked(method, address.toString()));
            }
        }
        return found;
    }

    private record Asked(HttpMethod method, String address) {}

    @Test
    void thePlaceToGoOnFromInAList() throws Exception {
        for (String page : List.of("/people?after=", "/referrals?after=")) {
            for (String id : MALFORMED) {
                leadsNowhere(new Asked(HttpMethod.GET, page + UriUtils.encode(id, "UTF-8")));
            }
        }
        leadsNowhere(new Asked(HttpMethod.GET, "/people?after=WM-2222-2222"));
        leadsNowhere(new Asked(HttpMethod.GET, "/referrals?after=" + UUID.randomUUID()));

        Somebody elsewhere = care.somebody().by(Alliance.OTHER_COORDINATOR).registered();
        leadsNowhere(new Asked(HttpMethod.GET, "/people?after=" + elsewhere.ref()));
    }

    @Test
    void anAddressThatTheFirewallRefuses() throws Exception {
        String person = care.registered().ref().value();
        for (String address : List.of(
                "/tasks/a%00b",
                "/people/" + person + "/%00",
                "/people/" + person + ";" + MARK,
                "/people//" + person,
                "/people/%2e%2e/" + MARK,
                "/people/a%2fb",
                "/people/a%5cb",
                "/tasks/a%0d%0aSet-Cookie:b")) {
            leadsNowhere(new Asked(HttpMethod.GET, address));
        }
    }

    private void leadsNowhere(Asked asked) throws Exception {
        long before = rows();
        MockHttpServletResponse answer = http.perform(request(asked.method(), URI.create(asked.address()))
                        .with(Alliance.signedIn(Alliance.COORDINATOR))
                        .with(csrf()))
                .andReturn()
                .getResponse();

        assertThat(answer.getStatus()).as("%s", asked).isEqualTo(404);
        assertThat(rows() - before).as("rows of audit for %s", asked).isEqualTo(1);
        assertThat(last()).as("%s", asked).endsWith("REFUSED").doesNotContainIgnoringCase(MARK);
        if (!answer.getContentAsString().isEmpty()) {
            assertThat(Jsoup.parse(answer.getContentAsString()).select("main").text())
                    .as("%s", asked)
                    .contains("Page not found")
                    .doesNotContain(MARK);
        }
    }

    private long rows() {
        return jdbc.sql("select count(*) from audit_event").query(Long.class).single();
    }

    private String last() {
        return jdbc.sql(
                        "select concat_ws(' ', actor, action, pathway_ref, subject, outcome) from audit_event order by id desc limit 1")
                .query(String.class)
                .single();
    }
}
