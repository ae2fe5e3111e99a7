package org.waymark.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.WithCare;

/** What no keyboard types and PostgreSQL does not hold gets an answer, in whatever field it comes. */
class ControlCharactersTests extends WithCare {

    @Autowired
    MockMvc http;

    @Autowired
    JdbcClient jdbc;

    @ParameterizedTest
    @ValueSource(strings = {"coordi\u0000nator", "\u0000", "coordi\u0007nator", "\ud83dcoordinator"})
    void aUserNameWithOneIsAnUnknownOne(String username) throws Exception {
        var answer = http.perform(request(HttpMethod.POST, "/sign-in")
                        .param("username", username)
                        .param("password", Alliance.PASSWORD)
                        .with(csrf()))
                .andReturn()
                .getResponse();

        assertThat(answer.getStatus()).isEqualTo(302);
        assertThat(answer.getRedirectedUrl()).isEqualTo("/sign-in?error");
        assertThat(jdbc.sql("select actor || ' ' || action || ' ' || outcome from audit_event order by id desc limit 1")
                        .query(String.class)
                        .single())
                .isEqualTo("nobody session.opened REFUSED");
    }

    @Test
    void aPasswordWithOneIsAWrongOne() throws Exception {
        var answer = http.perform(request(HttpMethod.POST, "/sign-in")
                        .param("username", "manager")
                        .param("password", Alliance.PASSWORD + "\u0000")
                        .with(csrf()))
                .andReturn()
                .getResponse();
        assertThat(answer.getRedirectedUrl()).isEqualTo("/sign-in?error");
    }

    @Test
    void aNameOverHttpBasicWithOneIsAnUnknownOne() throws Exception {
        var headers = new HttpHeaders();
        headers.setBasicAuth("opera\u0000tor", Alliance.PASSWORD, StandardCharsets.UTF_8);
        var answer = http.perform(request(HttpMethod.GET, "/engine-rest/engine").headers(headers))
                .andReturn()
                .getResponse();
        assertThat(answer.getStatus()).isEqualTo(401);
    }

    @Test
    void aSearchReadsThemAsBlanks() throws Exception {
        Somebody person =
                care.somebody().called("Margaret", "Holtwood", "Peggy").registered();
        var answer = isAnswered(request(HttpMethod.POST, "/people/find")
                .param("q", "Margaret\u0000Holtwood\u0007")
                .with(csrf()));
        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(answer.getContentAsString()).contains(person.ref().value());
    }

    /** Every parameter that a page of ours reads, each with a NUL, on a page that the coordinator may open. */
    @Test
    void noFieldOfAnyPageBreaksIt() throws Exception {
        Somebody person = care.registered();
        String task = person.task(Somebody.NAME_COORDINATOR).taskId();
        String ref = person.ref().value();
        Map<String, List<String>> gets = Map.of(
                "/worklist",
                List.of("view", "process", "due", "after", "format"),
                "/people",
                List.of("ended"),
                "/people/" + ref,
                List.of("timeline"),
                "/referrals",
                List.of("direction", "open"),
                "/caseload",
                List.of("of", "order", "after"),
                "/sign-in",
                List.of("error"));
        Map<String, List<String>> posts = Map.of(
                "/people/find",
                List.of("q"),
                "/people/new",
                List.of(
                        "request",
                        "givenName",
                        "familyName",
                        "preferredName",
                        "dateOfBirth-day",
                        "nhsNumber",
                        "nhsNumberUnknownReason",
                        "phone",
                        "postcode",
                        "language",
                        "ethnicity",
                        "subtype",
                        "referredBy",
                        "duplicateReason",
                        "carers[0].name"),
                "/people/" + ref + "/details",
                List.of("givenName", "familyName", "phone", "postcode", "referredBy"),
                "/people/" + ref + "/record/record-capacity",
                List.of("matter", "submission", "confirmed"),
                "/tasks/" + task,
                List.of("coordinator"),
                "/tasks/" + task + "/draft",
                List.of("coordinator"),
                "/tasks/" + task + "/reassign",
                List.of("to"),
                "/tasks/" + task + "/release",
                List.of("view"),
                "/caseload/offers",
                List.of("of", "order", "person", "to", "note"),
                "/import",
                List.of("organisation"));
        for (var get : gets.entrySet()) {
            for (String field : get.getValue()) {
                isAnswered(request(HttpMethod.GET, get.getKey()).param(field, "a\u0000b"));
            }
            isAnswered(request(HttpMethod.GET, get.getKey()).param("a\u0000b", "c"));
        }
        for (var post : posts.entrySet()) {
            for (String field : post.getValue()) {
                isAnswered(request(HttpMethod.POST, post.getKey())
                        .param(field, "a\u0000b")
                        .with(csrf()));
            }
            isAnswered(request(HttpMethod.POST, post.getKey())
                    .param("a\u0000b", "c")
                    .with(csrf()));
        }
    }

    @Test
    void aNameOnTheRegisterIsAskedForAgain() throws Exception {
        var answer = isAnswered(request(HttpMethod.POST, "/people/new")
                .param("request", UUID.randomUUID().toString())
                .param("givenName", "Ma\u0000rg\u0007aret")
                .with(csrf()));
        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(main(answer)).contains("Given name holds a character that cannot be shown");
    }

    @Test
    void aFileNameAndACellWithOne() throws Exception {
        var file = new MockMultipartFile(
                "file",
                "refer\u0000rals.csv",
                "text/csv",
                "given name,family name,date of birth\nAda\u0000,Holt,1940-01-01\n".getBytes(StandardCharsets.UTF_8));
        isAnswered(multipart("/import")
                .file(file)
                .param("organisation", "dougie-mac\u0000")
                .with(csrf()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Accept", "Accept-Language", "User-Agent", "Referer", "HX-Request", "If-None-Match", "X-Any"})
    void aHeaderWithOne(String header) throws Exception {
        isAnswered(request(HttpMethod.GET, "/worklist").header(header, "a\u0000b"));
        isAnswered(request(HttpMethod.GET, "/people/WM-2222-2222").header(header, "a\u0007b"));
    }

    private MockHttpServletResponse isAnswered(AbstractMockHttpServletRequestBuilder<?> asked) throws Exception {
        var answer = http.perform(asked.with(Alliance.signedIn(Alliance.COORDINATOR)))
                .andReturn();
        var words = new ArrayList<String>();
        answer.getRequest().getParameterMap().forEach((name, values) -> words.add(name + "=" + values[0]));
        assertThat(answer.getResponse().getStatus())
                .as("%s %s", answer.getRequest().getRequestURI(), words)
                .isLessThan(500);
        return answer.getResponse();
    }

    private static String main(MockHttpServletResponse answer) throws Exception {
        return Jsoup.parse(answer.getContentAsString()).select("main").text();
    }
}
