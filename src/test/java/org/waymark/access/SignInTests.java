package org.waymark.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.forwardedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;
import static org.waymark.support.Alliance.signedIn;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.WaymarkClock;
import org.waymark.support.Alliance;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;

@WaymarkTest
@ExtendWith(OutputCaptureExtension.class)
class SignInTests {

    @Autowired
    MockMvc mvc;

    @Autowired
    Directory directory;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    WaymarkClock clock;

    @Autowired
    PasswordEncoder passwords;

    @Autowired
    SignInThrottle throttle;

    @Autowired
    AuditTrail audit;

    @BeforeEach
    void alliance() {
        WaymarkDatabase.clean();
        Alliance.add(directory);
    }

    @AfterEach
    void presentTime() {
        clock.reset();
    }

    @Test
    void asksForUsernameAndPasswordInTheFirstFormOfThePage() throws Exception {
        var page = Jsoup.parse(mvc.perform(get("/sign-in"))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString());
        var form = page.expectFirst("form");
        assertThat(form.attr("method")).isEqualToIgnoringCase("post");
        assertThat(form.attr("action")).isEqualTo("/sign-in");
        assertThat(form.select("input").eachAttr("name")).contains("username", "password", "_csrf");
        assertThat(form.select("input[name=_csrf]").val()).isNotEmpty();
        assertThat(page.select("h1")).hasSize(1);
        assertThat(form.select("label").eachAttr("for")).containsExactly("username", "password");
    }

    @Test
    void takesEveryAccountToTheWorklist() throws Exception {
        for (Viewer viewer : Alliance.EVERYBODY) {
            signIn(viewer.username(), Alliance.PASSWORD).andExpect(redirectedUrl("/worklist"));
        }
        signIn(" Coordinator ", Alliance.PASSWORD).andExpect(redirectedUrl("/worklist"));
        assertThat(audited("session.opened", "DONE")).isEqualTo(Alliance.EVERYBODY.size() + 1);
    }

    @Test
    void givesTheSessionANewIdentityAtSignIn() throws Exception {
        var session = new MockHttpSession();
        String before = session.getId();
        var after = mvc.perform(post("/sign-in")
                        .session(session)
                        .param("username", "coordinator")
                        .param("password", Alliance.PASSWORD)
                        .with(csrf()))
                .andReturn()
                .getRequest()
                .getSession(false);
        assertThat(after).isNotNull();
        assertThat(after.getId()).isNotEqualTo(before);
    }

    @Test
    void saysTheSameOfAWrongPasswordAndAnUnknownName() throws Exception {
        signIn("coordinator", "wrong").andExpect(redirectedUrl("/sign-in?error"));
        signIn("nobody-here", "wrong").andExpect(redirectedUrl("/sign-in?error"));
        signIn("", "").andExpect(redirectedUrl("/sign-in?error"));
        signIn("nul\0", "wrong").andExpect(redirectedUrl("/sign-in?error"));
        signIn("x".repeat(5000), "y".repeat(5000)).andExpect(redirectedUrl("/sign-in?error"));
        mvc.perform(get("/sign-in").param("error", ""))
                .andExpect(content().string(containsString("<title>Error:")))
                .andExpect(content().string(containsString("not right")));
        assertThat(audited("session.opened", "REFUSED")).isEqualTo(5);
    }

    @Test
    void spendsTheTimeOfAPasswordCheckOnUnknownNamesToo() {
        var checks = new AtomicInteger();
        var counting = new PasswordEncoder() {
            @Override
            public String encode(CharSequence password) {
                return passwords.encode(password);
            }

            @Override
            public boolean matches(CharSequence password, String hash) {
                checks.incrementAndGet();
                return passwords.matches(password, hash);
            }
        };
        var signIn = new PasswordSignIn(directory, counting, throttle, audit, true);
        for (String name : List.of("coordinator", "nobody-here")) {
            checks.set(0);
            assertThatThrownBy(() ->
                            signIn.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(name, "wrong")))
                    .isInstanceOf(BadCredentialsException.class);
            assertThat(checks).as(name).hasValue(1);
        }
    }

    @Test
    void closesAnAccountAfterTooManyFailuresAndSaysSo() throws Exception {
        fail("coordinator", SignInThrottle.FAILURES_PER_ACCOUNT);
        signIn("coordinator", Alliance.PASSWORD).andExpect(redirectedUrl("/sign-in?throttled"));
        signIn("COORDINATOR", Alliance.PASSWORD).andExpect(redirectedUrl("/sign-in?throttled"));
        mvc.perform(get("/sign-in").param("throttled", ""))
                .andExpect(content().string(containsString("Too many failed sign-ins")));
        signIn("adviser", Alliance.PASSWORD).andExpect(redirectedUrl("/worklist"));
    }

    @Test
    void opensAnAccountAgainWhenTheFailuresAreOver() throws Exception {
        fail("coordinator", SignInThrottle.FAILURES_PER_ACCOUNT);
        clock.moveTo(clock.instant().plus(SignInThrottle.WINDOW).plus(Duration.ofSeconds(1)));
        signIn("coordinator", Alliance.PASSWORD).andExpect(redirectedUrl("/worklist"));
    }

    @Test
    void countsFailuresOnlyAndForgetsThemWithASuccess() throws Exception {
        for (int i = 0; i < 3; i++) {
            fail("coordinator", SignInThrottle.FAILURES_PER_ACCOUNT - 1);
            signIn("coordinator", Alliance.PASSWORD).andExpect(redirectedUrl("/worklist"));
        }
        for (int i = 0; i < 2 * SignInThrottle.FAILURES_PER_ACCOUNT; i++) {
            signIn("adviser", Alliance.PASSWORD).andExpect(redirectedUrl("/worklist"));
        }
    }

    @Test
    void closesToAnAddressThatTriesManyNames() throws Exception {
        for (int i = 0; i < SignInThrottle.FAILURES_PER_ADDRESS; i++) {
            signIn("guess-" + i, "wrong").andExpect(redirectedUrl("/sign-in?error"));
        }
        signIn("coordinator", Alliance.PASSWORD).andExpect(redirectedUrl("/sign-in?throttled"));
        mvc.perform(post("/sign-in")
                        .param("username", "coordinator")
                        .param("password", Alliance.PASSWORD)
                        .with(csrf())
                        .with(request -> {
                            request.setRemoteAddr("192.0.2.7");
                            return request;
                        }))
                .andExpect(redirectedUrl("/worklist"));
    }

    @Test
    void keepsNothingReadableOfWhatWasTyped(CapturedOutput output) throws Exception {
        signIn("my-secret-in-the-wrong-field", "hunter2-hunter2").andExpect(redirectedUrl("/sign-in?error"));
        String kept = jdbc.sql("select concat_ws(' ', f.*, (select string_agg(a::text, ' ') from audit_event a))"
                        + " from sign_in_failure f")
                .query(String.class)
                .single();
        assertThat(kept).doesNotContain("secret").doesNotContain("hunter2");
        assertThat(output.getAll()).doesNotContain("my-secret").doesNotContain("hunter2");
    }

    @Test
    void throttlesTheEngineRestInterfaceAlike() throws Exception {
        for (int i = 0; i < SignInThrottle.FAILURES_PER_ACCOUNT; i++) {
            mvc.perform(get("/engine-rest/engine").header("Authorization", basic("operator", "wrong")))
                    .andExpect(status().isUnauthorized());
        }
        mvc.perform(get("/engine-rest/engine").header("Authorization", basic("operator", Alliance.PASSWORD)))
                .andExpect(status().isTooManyRequests())
                .andExpect(header().exists("Retry-After"))
                .andExpect(content().string(containsString("Too many failed sign-ins")));
    }

    @Test
    void sendsSomebodySignedInFromTheSignInPageToTheWorklist() throws Exception {
        mvc.perform(get("/sign-in").with(signedIn(Alliance.ADVISER))).andExpect(redirectedUrl("/worklist"));
        mvc.perform(get("/").with(signedIn(Alliance.ADVISER))).andExpect(redirectedUrl("/worklist"));
    }

    @Test
    void signsOutByPostOnly() throws Exception {
        mvc.perform(post("/sign-out").with(signedIn(Alliance.ADVISER)).with(csrf()))
                .andExpect(redirectedUrl("/sign-in?signed-out"));
        mvc.perform(get("/sign-out").with(signedIn(Alliance.ADVISER))).andExpect(status().isNotFound());
    }

    @Test
    void saysThatASessionHasEnded() throws Exception {
        mvc.perform(get("/worklist").with(request -> {
                    request.setRequestedSessionId("ended-long-ago");
                    request.setRequestedSessionIdValid(false);
                    return request;
                }))
                .andExpect(redirectedUrl("/sign-in?expired"));
        mvc.perform(get("/worklist")).andExpect(redirectedUrl("/sign-in"));
        mvc.perform(get("/sign-in").param("expired", ""))
                .andExpect(content().string(containsString("You were signed out")));
    }

    @Test
    void saysPlainlyThatAnExpiredFormWasNotSaved() throws Exception {
        mvc.perform(post("/tasks/1").with(signedIn(Alliance.ADVISER)))
                .andExpect(status().isForbidden())
                .andExpect(forwardedUrl("/sign-in/stale-page"));
        mvc.perform(post("/tasks/1")).andExpect(status().isForbidden()).andExpect(forwardedUrl("/sign-in/stale-page"));
        mvc.perform(post("/sign-in").param("username", "coordinator").param("password", Alliance.PASSWORD))
                .andExpect(redirectedUrl("/sign-in?expired"));
        mvc.perform(get("/sign-in/stale-page")).andExpect(status().isNotFound());
    }

    @Test
    void sendsEveryPageWithAStrictPolicyAndNothingToKeep() throws Exception {
        mvc.perform(get("/sign-in"))
                .andExpect(header().string(
                                "Content-Security-Policy",
                                "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
                                        + " font-src 'self' data:; object-src 'none'; frame-ancestors 'none';"
                                        + " base-uri 'none'; form-action 'self'"))
                .andExpect(header().string("Cache-Control", containsString("no-store")))
                .andExpect(header().string("X-Content-Type-Options", "nosniff"))
                .andExpect(header().string("X-Frame-Options", "DENY"))
                .andExpect(header().string("Referrer-Policy", "same-origin"));
    }

    @Test
    void servesStyleSheetsToEverybodyAndLetsThemBeKept() throws Exception {
        mvc.perform(get("/static/css/waymark.css"))
                .andExpect(status().isOk())
                .andExpect(header().string("Cache-Control", not(containsString("no-store"))))
                .andExpect(header().doesNotExist("Set-Cookie"));
        mvc.perform(get("/actuator/health")).andExpect(status().isOk());
        mvc.perform(get("/actuator/env")).andExpect(redirectedUrl("/sign-in"));
    }

    @Test
    void answersAnAddressThatNoRuleNamesLikeOneThatDoesNotExist() throws Exception {
        mvc.perform(get("/no-such-page").with(signedIn(Alliance.COORDINATOR))).andExpect(status().isNotFound());
        mvc.perform(get("/people").with(signedIn(Alliance.MANAGER))).andExpect(status().isNotFound());
        assertThat(jdbc.sql("select subject from audit_event where action = 'page.opened' order by id")
                        .query(String.class)
                        .list())
                .containsExactly("unknown", "/people");
    }

    private void fail(String username, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            signIn(username, "wrong").andExpect(redirectedUrl("/sign-in?error"));
        }
    }

    private ResultActions signIn(String username, String password) throws Exception {
        return mvc.perform(post("/sign-in")
                .param("username", username)
                .param("password", password)
                .with(csrf()));
    }

    private long audited(String action, String outcome) {
        return jdbc.sql("select count(*) from audit_event where action = :action and outcome = :outcome")
                .param("action", action)
                .param("outcome", outcome)
                .query(Long.class)
                .single();
    }

    private static String basic(String username, String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
