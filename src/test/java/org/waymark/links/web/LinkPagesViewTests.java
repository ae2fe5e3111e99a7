package org.waymark.links.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import jakarta.servlet.http.Cookie;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.waymark.assessment.Assessments;
import org.waymark.links.Links;
import org.waymark.links.Links.SecondFact;
import org.waymark.links.Readers.Kind;
import org.waymark.links.Visits.Typed;
import org.waymark.notify.Post;
import org.waymark.people.People;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Letterbox;
import org.waymark.support.Letterbox.Arrived;
import org.waymark.support.Somebody;
import org.waymark.support.TestBeans.JdbcExecutions;
import org.waymark.support.WithCare;

/** The pages behind a personal link, and the way in. */
@ExtendWith(OutputCaptureExtension.class)
class LinkPagesViewTests extends WithCare {

    private static final AtomicInteger READERS = new AtomicInteger();

    @Autowired
    MockMvc mvc;

    @Autowired
    Links links;

    @Autowired
    People people;

    @Autowired
    Assessments assessments;

    @Autowired
    Post post;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JdbcExecutions executions;

    private Somebody person;
    private String mailbox;
    private String network;

    @BeforeEach
    void aRoundIsOpen() {
        person = care.somebody().withCarer("Peter Holt").registered().welcomed();
        int number = READERS.incrementAndGet();
        mailbox = "page" + number + "@home.example";
        network = "203.0.113." + number;
        people.recordEmail(Alliance.COORDINATOR, person.ref(), null, mailbox);
        people.recordEmail(
                Alliance.COORDINATOR,
                person.ref(),
                people.facts(person.ref()).carers().get(0).id(),
                mailbox);
    }

    private String secret(Kind kind) {
        return secret(kind, SecondFact.BIRTHDAY);
    }

    private String secret(Kind kind, SecondFact fact) {
        String taskId = links.of(Alliance.COORDINATOR, person.ref()).stream()
                .filter(asked -> asked.reader().kind() == kind)
                .findFirst()
                .orElseThrow()
                .task()
                .taskId();
        links.email(Alliance.COORDINATOR, taskId, fact, null);
        post.goesOut();
        List<Arrived> all = Letterbox.of(mailbox);
        var found =
                Pattern.compile("/s/([\\w-]+)").matcher(all.get(all.size() - 1).text());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private MockHttpServletResponse send(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request.with(from -> {
                    from.setRemoteAddr(network);
                    return from;
                }))
                .andReturn()
                .getResponse();
    }

    private MockHttpServletResponse open(String secret, LocalDate birthday) throws Exception {
        return send(post("/s/open")
                .with(csrf())
                .param("link", secret)
                .param("day", String.valueOf(birthday.getDayOfMonth()))
                .param("month", String.valueOf(birthday.getMonthValue()))
                .param("year", String.valueOf(birthday.getYear())));
    }

    private LocalDate birthday() {
        return people.facts(person.ref()).dateOfBirth();
    }

    private Cookie opened(Kind kind) throws Exception {
        return Objects.requireNonNull(open(secret(kind), birthday()).getCookie("waymark-link"));
    }

    private static Document page(MockHttpServletResponse response) throws Exception {
        return Jsoup.parse(response.getContentAsString());
    }

    // ------------------------------------------------------------------ the way in

    @Test
    void isNotChangedByAMailScannerThatLooksAtIt() throws Exception {
        String secret = secret(Kind.PERSON);
        long before = executions.countOfThisThread();

        MockHttpServletResponse response = send(get("/s/" + secret));

        assertThat(executions.countOfThisThread())
                .as("nothing was even looked up")
                .isEqualTo(before);
        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(page(response).text())
                .contains("What is your date of birth?")
                .doesNotContain(people.facts(person.ref()).familyName())
                .doesNotContain(person.ref().value());
        assertThat(open(secret, birthday()).getRedirectedUrl()).isEqualTo("/s/go/hello");
    }

    @Test
    void isTheSamePageForALinkThatExistsAndOneThatDoesNot() throws Exception {
        String secret = secret(Kind.PERSON);
        String guessed = "p" + "A".repeat(22);

        assertThat(seen(send(get("/s/" + guessed)), guessed)).isEqualTo(seen(send(get("/s/" + secret)), secret));
        MockHttpServletResponse wrong = open(secret, LocalDate.of(1901, 2, 3));
        MockHttpServletResponse none = open(guessed, LocalDate.of(1901, 2, 3));
        assertThat(wrong.getStatus()).isEqualTo(none.getStatus()).isEqualTo(400);
        assertThat(seen(wrong, secret)).isEqualTo(seen(none, guessed));
        assertThat(page(wrong).title()).startsWith("Error:");
        assertThat(page(wrong).select("#year").val()).isEqualTo("1901");
    }

    /** All that can be told from outside of a link that does not open, and that it counts. */
    private record Told(String look, int status, String page, long statements, long failures, long refusals) {}

    private Told told(String secret, Typed typed) throws Exception {
        long before = executions.countOfThisThread();
        String look = seen(send(get("/s/" + secret)), secret);
        assertThat(executions.countOfThisThread() - before).as("a look").isZero();
        long refused = refusals();
        before = executions.countOfThisThread();
        MockHttpServletResponse response = send(post("/s/open")
                .with(csrf())
                .param("link", secret)
                .param("day", typed.day())
                .param("month", typed.month())
                .param("year", typed.year())
                .param("number", typed.code()));
        long statements = executions.countOfThisThread() - before;
        return new Told(
                look,
                response.getStatus(),
                seen(response, secret),
                statements,
                jdbc.sql(
                                "select count(*) from personal_link_failure where secret_hash = encode(sha256(:secret), 'hex')")
                        .param("secret", secret.getBytes(StandardCharsets.UTF_8))
                        .query(Long.class)
                        .single(),
                refusals() - refused);
    }

    private long refusals() {
        return jdbc.sql("select count(*) from audit_event where action = 'link.opened' and outcome = 'REFUSED'")
                .query(Long.class)
                .single();
    }

    @Test
    void tellsOfALinkThatDoesNotOpenNothingMoreThanOfOneMadeUpNeitherOnThePageNorByTheWork() throws Exception {
        LocalDate day = birthday();
        var right = new Typed(
                String.valueOf(day.getDayOfMonth()),
                String.valueOf(day.getMonthValue()),
                String.valueOf(day.getYear()),
                "");
        var wrong = new Typed("3", "2", "1901", "");
        var wrongCode = new Typed("", "", "", "000 000");
        String revoked = secret(Kind.CARER);
        links.revoke(Alliance.COORDINATOR, newest(Kind.CARER));
        String expired = secret(Kind.CARER);
        set("expires_at", newest(Kind.CARER));
        String locked = secret(Kind.CARER);
        set("locked_at", newest(Kind.CARER));
        String notTheDay = secret(Kind.CARER);
        String notTheCode = secret(Kind.CARER, SecondFact.CODE);
        String closed = secret(Kind.CARER);
        String bereaved = secret(Kind.CARER);
        String used = secret(Kind.PERSON);
        Cookie cookie = Objects.requireNonNull(open(used, day).getCookie("waymark-link"));
        answer(cookie, 25, "answer", "NO");
        assertThat(send(post("/s/go/send").with(csrf()).cookie(cookie)).getRedirectedUrl())
                .isEqualTo("/s/go/done");

        var told = new LinkedHashMap<String, Told>();
        told.put("made up", told("c" + "D".repeat(22), right));
        told.put("made up, of a reader's own birthday", told("p" + "D".repeat(22), right));
        told.put("made up, of a code", told("n" + "D".repeat(22), wrongCode));
        told.put("cut off", told(notTheDay.substring(0, 20), right));
        told.put("with something behind it", told(notTheDay + "x", right));
        told.put("revoked", told(revoked, right));
        told.put("expired", told(expired, right));
        told.put("locked", told(locked, right));
        told.put("used", told(used, right));
        told.put("with a wrong code", told(notTheCode, wrongCode));
        Told wrongDay = told(notTheDay, wrong);
        Told wrongDayOfNone = told("c" + "E".repeat(22), wrong);
        assessments.closeEarly(Alliance.COORDINATOR, person.ref(), "The stage is needed today.");
        told.put("of a round that has closed", told(closed, right));
        person.dies();
        told.put("of somebody who has died", told(bereaved, right));

        Map<String, String> madeUpOfItsKind = Map.of(
                "used", "made up, of a reader's own birthday",
                "made up, of a reader's own birthday", "made up, of a reader's own birthday",
                "with a wrong code", "made up, of a code",
                "made up, of a code", "made up, of a code");
        assertThat(told).allSatisfy((why, one) -> {
            assertThat(one).as(why).isEqualTo(told.get(madeUpOfItsKind.getOrDefault(why, "made up")));
            assertThat(one.status()).isEqualTo(400);
            assertThat(one.failures()).as("failures of it that count").isEqualTo(1);
            assertThat(one.refusals()).as("refusals on record").isEqualTo(1);
        });
        assertThat(wrongDay).isEqualTo(wrongDayOfNone);
        assertThat(wrongDay.statements()).isPositive();
        assertThat(told.values()).extracting(Told::statements).containsOnly(wrongDay.statements());
    }

    private UUID newest(Kind kind) {
        return links.of(Alliance.COORDINATOR, person.ref()).stream()
                .filter(asked -> asked.reader().kind() == kind)
                .findFirst()
                .orElseThrow()
                .links()
                .get(0)
                .id();
    }

    private void set(String column, UUID link) {
        jdbc.sql("update personal_link set " + column + " = :now where id = :id")
                .param("now", care.now().atOffset(ZoneOffset.UTC))
                .param("id", link)
                .update();
    }

    private static String seen(MockHttpServletResponse response, String secret) throws Exception {
        return response.getContentAsString().replace(secret, "…").replaceAll("name=\"_csrf\" value=\"[^\"]+\"", "");
    }

    @Test
    void saysThatADateIsMissingBeforeAnythingIsLookedUp() throws Exception {
        long before = executions.countOfThisThread();

        MockHttpServletResponse response = send(post("/s/open").with(csrf()).param("link", "p" + "B".repeat(22)));

        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(page(response).select(".wrong a").text())
                .isEqualTo("Enter a date of birth, with day, month and year");
        assertThat(executions.countOfThisThread()).isEqualTo(before);
    }

    @Test
    void saysAfterTooManyTriesToWait() throws Exception {
        String guessed = "p" + "C".repeat(22);
        for (int i = 0; i < 5; i++) {
            assertThat(open(guessed, LocalDate.of(1901, 2, 3)).getStatus()).isEqualTo(400);
        }

        MockHttpServletResponse response = open(guessed, LocalDate.of(1901, 2, 3));

        assertThat(response.getStatus()).isEqualTo(429);
        assertThat(page(response).text()).contains("Wait ten minutes");
    }

    @Test
    void leadsAwayFromTheAddressThatHoldsTheSecretAndSetsACookieOfItsOwn() throws Exception {
        String secret = secret(Kind.PERSON);

        MockHttpServletResponse response = open(secret, birthday());

        assertThat(response.getRedirectedUrl()).isEqualTo("/s/go/hello");
        Cookie cookie = Objects.requireNonNull(response.getCookie("waymark-link"));
        assertThat(cookie.getPath()).isEqualTo("/s");
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getAttribute("SameSite")).isEqualTo("Strict");
        assertThat(response.getCookie("JSESSIONID")).isNull();
        MockHttpServletResponse hello = send(get("/s/go/hello").cookie(cookie));
        assertThat(hello.getContentAsString()).doesNotContain(secret);
        assertThat(hello.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(hello.getHeader("Cache-Control")).contains("no-store");
        assertThat(hello.getHeader("Content-Security-Policy"))
                .contains("default-src 'none'")
                .doesNotContain("script-src");
    }

    @Test
    void writesTheSecretIntoNoLog(CapturedOutput log) throws Exception {
        String secret = secret(Kind.PERSON);
        send(get("/s/" + secret));
        open(secret, LocalDate.of(1901, 2, 3));
        Cookie cookie = Objects.requireNonNull(open(secret, birthday()).getCookie("waymark-link"));
        send(get("/s/go/question/1").cookie(cookie));

        assertThat(log.getAll()).doesNotContain(secret).doesNotContain(cookie.getValue());
        assertThat(jdbc.sql("select count(*) from audit_event e where to_jsonb(e)::text like '%' || :secret || '%'")
                        .param("secret", secret.substring(1))
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void opensNothingOfTheStaffAndIsOpenedByNoSessionOfTheirs() throws Exception {
        Cookie cookie = opened(Kind.PERSON);

        for (String address : List.of("/worklist", "/people/" + person.ref(), "/outbox")) {
            assertThat(send(get(address).cookie(cookie)).getRedirectedUrl()).endsWith("/sign-in");
        }
        for (String address : List.of("/s/go/hello", "/s/go/question/1", "/s/go/check")) {
            assertThat(send(get(address).with(Alliance.signedIn(Alliance.COORDINATOR)))
                            .getContentAsString())
                    .doesNotContain("dressed");
            assertThat(send(get(address)).getRedirectedUrl()).isEqualTo("/s/stopped");
        }
        assertThat(send(get("/s/go/nothing").cookie(cookie)).getStatus()).isGreaterThanOrEqualTo(400);
        assertThat(send(get("/s/go/anything/else")).getRedirectedUrl()).isEqualTo("/s/stopped");
        assertThat(send(post("/s/anything").with(csrf())).getRedirectedUrl()).isEqualTo("/s/stopped");
    }

    @Test
    void refusesAFormThatSomebodyElsesPageSends() throws Exception {
        Cookie cookie = opened(Kind.PERSON);

        MockHttpServletResponse response =
                send(post("/s/go/question/3").cookie(cookie).param("answer", "NO"));

        assertThat(response.getStatus()).isEqualTo(403);
        assertThat(person.value("select count(*) from form_draft where username = 'personal link' and :ref = :ref"))
                .isNotNull();
        assertThat(page(send(get("/s/go/question/3").cookie(cookie))).select("input[checked]"))
                .isEmpty();
    }

    // ------------------------------------------------------------------ one thing a page

    private MockHttpServletResponse answer(Cookie cookie, int place, String... parameters) throws Exception {
        var request = post("/s/go/question/" + place).with(csrf()).cookie(cookie);
        for (int i = 0; i < parameters.length; i += 2) {
            request.param(parameters[i], parameters[i + 1]);
        }
        return send(request);
    }

    @Test
    void asksOneThingAPageAndSaysHowFarTheReaderHasCome() throws Exception {
        Cookie cookie = opened(Kind.PERSON);

        Document question = page(send(get("/s/go/question/3").cookie(cookie)));

        assertThat(question.select("h1")).hasSize(1);
        assertThat(question.select("fieldset > legend > h1").text()).isEqualTo("Do you need help to get dressed?");
        assertThat(question.select(".progress").text()).startsWith("Question 3 of 21 – about getting dressed");
        assertThat(question.select(".choice label").eachText())
                .contains("No", "I am not sure", "I would rather not say")
                .hasSize(5);
        assertThat(question.select("script, [style], [onclick]")).isEmpty();
        assertThat(question.select("input[type=radio][id=answer1]")).hasSize(1);
    }

    @Test
    void keepsAnAnswerGoesOnAndComesBack() throws Exception {
        Cookie cookie = opened(Kind.PERSON);

        assertThat(answer(cookie, 3, "answer", "NOT_SURE").getRedirectedUrl()).isEqualTo("/s/go/question/4");
        assertThat(answer(cookie, 4, "then", "back").getRedirectedUrl()).isEqualTo("/s/go/question/3");
        assertThat(page(send(get("/s/go/question/3").cookie(cookie)))
                        .select("input[checked]")
                        .val())
                .isEqualTo("NOT_SURE");
        assertThat(answer(cookie, 3, "then", "later").getRedirectedUrl()).isEqualTo("/s/later?l=en");
        assertThat(send(get("/s/go/question/3").cookie(cookie)).getRedirectedUrl())
                .isEqualTo("/s/stopped");
    }

    @Test
    void saysWhatIsMissingAndThatNotSureIsAGoodAnswer() throws Exception {
        MockHttpServletResponse response = answer(opened(Kind.PERSON), 3);

        assertThat(response.getStatus()).isEqualTo(400);
        Document page = page(response);
        assertThat(page.title()).startsWith("Error: ");
        assertThat(page.select(".wrong a").attr("href")).isEqualTo("#answer1");
        assertThat(page.select(".wrong").text()).contains("“I am not sure” is a good answer too");
        assertThat(page.select("fieldset").attr("aria-describedby")).isEqualTo("hint answer-error");
    }

    @Test
    void keepsWordsThatAreTooLongAndSaysSo() throws Exception {
        Cookie cookie = opened(Kind.PERSON);

        MockHttpServletResponse response = answer(cookie, 24, "answer", "word ".repeat(1000));

        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(page(response).select("textarea").text()).startsWith("word word");
    }

    @Test
    void leadsFromTheLookOverTheAnswersToAQuestionAndBack() throws Exception {
        Cookie cookie = opened(Kind.PERSON);
        answer(cookie, 3, "answer", "NO");

        Document check = page(send(get("/s/go/check").cookie(cookie)));
        assertThat(check.select("dd a[href='/s/go/question/3?from=check']")).hasSize(1);
        assertThat(check.select(".given--open")).hasSize(20);
        assertThat(answer(cookie, 3, "answer", "NOT_SURE", "from", "check").getRedirectedUrl())
                .isEqualTo("/s/go/check");
    }

    @Test
    void sendsNothingBeforeItIsSaidWhetherSomethingCannotWait() throws Exception {
        Cookie cookie = opened(Kind.PERSON);

        MockHttpServletResponse refused = send(post("/s/go/send").with(csrf()).cookie(cookie));

        assertThat(refused.getStatus()).isEqualTo(400);
        assertThat(page(refused).select(".wrong a").attr("href")).isEqualTo("/s/go/question/25?from=check");
        answer(cookie, 25, "answer", "NO");
        assertThat(send(post("/s/go/send").with(csrf()).cookie(cookie)).getRedirectedUrl())
                .isEqualTo("/s/go/done");
        assertThat(send(post("/s/go/send").with(csrf()).cookie(cookie)).getRedirectedUrl())
                .as("a second click")
                .isEqualTo("/s/go/done");
        assertThat(send(get("/s/go/question/3").cookie(cookie)).getRedirectedUrl())
                .isEqualTo("/s/go/over");
        assertThat(page(send(get("/s/go/done").cookie(cookie))).text())
                .contains("Your answers have arrived", "999", "01632 960 123");
    }

    @Test
    void saysWhomToRingWhereItAsksForWhatCannotWait() throws Exception {
        Document page = page(send(get("/s/go/question/25").cookie(opened(Kind.PERSON))));

        assertThat(page.select(".ring--now a[href^=tel:]").eachAttr("href"))
                .containsExactly("tel:999", "tel:111", "tel:01632960123");
        assertThat(page.select(".ring--now").text()).contains("Nobody reads this page at this moment");
    }

    @Test
    @CareRule(12)
    void losesNothingThatWasWrittenForLongerThanHalfAnHour() throws Exception {
        Cookie cookie = opened(Kind.PERSON);
        care.pass(Duration.ofMinutes(45));

        MockHttpServletResponse response = answer(cookie, 24, "answer", "My garden,\nand Peter");
        Document again = page(response);
        assertThat(again.select("h1").text()).isEqualTo("Welcome back");
        String kept = again.select("textarea[name=answer]").text();
        LocalDate birthday = birthday();
        MockHttpServletResponse onward = send(post("/s/go/again")
                .with(csrf())
                .cookie(cookie)
                .param("place", again.select("[name=place]").val())
                .param("answer", kept)
                .param("day", String.valueOf(birthday.getDayOfMonth()))
                .param("month", String.valueOf(birthday.getMonthValue()))
                .param("year", String.valueOf(birthday.getYear())));

        assertThat(onward.getRedirectedUrl()).isEqualTo("/s/go/question/25");
        assertThat(page(send(get("/s/go/question/24").cookie(cookie)))
                        .select("textarea")
                        .text())
                .contains("My garden", "and Peter");
    }

    @Test
    @CareRule(10)
    void isGentleToACarerWhenThePersonHasDied() throws Exception {
        Cookie cookie = opened(Kind.CARER);
        person.dies();

        assertThat(answer(cookie, 3, "answer", "NO").getRedirectedUrl()).isEqualTo("/s/go/over");
        assertThat(page(send(get("/s/go/over").cookie(cookie))).text())
                .contains("We are so sorry", "What you wrote is kept");
    }

    @Test
    void showsNothingHostileAsMarkup() throws Exception {
        Cookie cookie = opened(Kind.PERSON);
        answer(cookie, 24, "answer", "<script>alert(1)</script>");

        assertThat(send(get("/s/go/check").cookie(cookie)).getContentAsString())
                .contains("&lt;script&gt;")
                .doesNotContain("<script>");
        for (String strange : List.of("/s/%22%3E%3Cscript%3E", "/s/" + "x".repeat(500), "/s/%E2%80%AE")) {
            assertThat(send(get(java.net.URI.create(strange))).getContentAsString())
                    .doesNotContain("<script>");
        }
        assertThat(answer(cookie, 3, "answer", "ALL_OF_THEM").getStatus()).isEqualTo(400);
        assertThat(send(get("/s/go/question/999").cookie(cookie)).getRedirectedUrl())
                .isEqualTo("/s/go/check");
    }
}
