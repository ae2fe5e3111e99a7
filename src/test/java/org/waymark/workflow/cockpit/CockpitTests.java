package org.waymark.workflow.cockpit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.waymark.support.Alliance.ADMIN;
import static org.waymark.support.Alliance.ADVISER;
import static org.waymark.support.Alliance.COORDINATOR;
import static org.waymark.support.Alliance.OPERATOR;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.support.Alliance;
import org.waymark.support.WaymarkTest;
import org.waymark.workflow.Workflow;
import org.waymark.workflow.Workflow.Episode;

@WaymarkTest
@TestInstance(Lifecycle.PER_CLASS)
class CockpitTests {

    private static final String REFERENCE = "WM-7F3K-29QX";
    private static final String API = "/camunda/api/engine/engine/default";

    @LocalServerPort
    int port;

    @Autowired
    Directory directory;

    @Autowired
    Workflow workflow;

    @Autowired
    RuntimeService runtime;

    @Autowired
    IdentityService identities;

    @Autowired
    AuthorizationService authorizations;

    @Autowired
    EngineGrants grants;

    @Autowired
    JdbcClient jdbc;

    private String run = "";

    @BeforeAll
    void somethingRuns() {
        Alliance.add(directory);
        var pathway = new PathwayRef(REFERENCE);
        workflow.start(
                new Episode("dementia-pathway", pathway, REFERENCE),
                Map.of("receivingOrganisation", "dougie-mac", "isReopened", false));
        run = workflow.position("dementia-pathway", REFERENCE).orElseThrow().processInstanceId();
    }

    @Test
    void opensUnderTheSameSignInForCoordinatorsAndOperators() {
        for (Viewer viewer : List.of(COORDINATOR, OPERATOR)) {
            var browser = new Browser(viewer);
            assertThat(browser.get("/camunda/app/cockpit/default/").statusCode())
                    .as(viewer.username())
                    .isEqualTo(200);
            assertThat(browser.get("/camunda/api/admin/auth/user/default").body())
                    .contains("\"userId\":\"" + viewer.username() + "\"")
                    .contains("\"cockpit\"")
                    .doesNotContain("\"tasklist\"", "\"admin\"");
        }
    }

    @Test
    void isNotThereForAnybodyElse() {
        for (Viewer viewer : List.of(ADVISER, ADMIN)) {
            var browser = new Browser(viewer);
            assertThat(browser.get("/camunda/app/cockpit/default/").statusCode())
                    .as(viewer.username())
                    .isEqualTo(404);
            assertThat(browser.get(API + "/process-instance").statusCode()).isEqualTo(404);
        }
        var nobody = new Browser();
        assertThat(nobody.get("/camunda/app/cockpit/default/").headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).endsWith("/sign-in"));
        assertThat(nobody.get(API + "/process-instance").statusCode()).isEqualTo(401);
    }

    /** An escaped letter must not lead around the chain that guards Camunda's servlets. */
    @Test
    void isNotThereUnderAnotherSpellingOfItsAddress() {
        var adviser = new Browser(ADVISER);
        for (String path : List.of(
                "/%63amunda/api/engine/engine/default/process-instance",
                "/camunda/api/%65ngine/engine/default/process-instance",
                "/%65ngine-rest/process-instance",
                "/engine%2Drest/process-instance",
                "/worklist/..%2Fcamunda/api/engine/engine/default/process-instance",
                "//camunda/api/engine/engine/default/process-instance",
                "/camunda;x=1/api/engine/engine/default/process-instance")) {
            assertThat(adviser.get(path).statusCode()).as(path).isIn(400, 401, 404);
        }
    }

    @Test
    void letsCoordinatorsFindARunByItsBusinessKeyAndLookAtItUnderCamundasOwnProtection() {
        var browser = new Browser(COORDINATOR);
        browser.get("/camunda/app/cockpit/default/");
        var found = browser.postJson(API + "/process-instance", "{\"businessKey\":\"" + REFERENCE + "\"}");
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.body()).contains(run);
        assertThat(browser.get(API + "/process-instance/" + run + "/activity-instances")
                        .body())
                .contains("UserTask_NameCoordinator");
        assertThat(browser.postWithoutToken(API + "/process-instance", "{}").statusCode())
                .isEqualTo(403);
    }

    @Test
    void answersWhatTheStartPageAndTheTasksPageAskFor() {
        for (Viewer viewer : List.of(COORDINATOR, OPERATOR)) {
            var browser = new Browser(viewer);
            for (String question : List.of(
                    "/process-definition/statistics?rootIncidents=true",
                    "/decision-definition/count",
                    "/task/count",
                    "/task/report/candidate-group-count",
                    "/history/task/count",
                    "/deployment/count",
                    "/incident/count")) {
                assertThat(browser.get(API + question).statusCode())
                        .as(viewer.username() + " " + question)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void leadsBackToWaymark() {
        var browser = new Browser(COORDINATOR);
        assertThat(browser.get("/camunda/app/cockpit/scripts/config.js").body()).contains("waymark/link-back");
        assertThat(browser.get("/camunda/app/cockpit/waymark/link-back.js").body())
                .contains("/people/");
        assertThat(browser.get("/camunda/app/cockpit/styles/user-styles.css").body())
                .contains("waymark-back");
    }

    @Test
    void letsCoordinatorsChangeNothing() {
        var browser = new Browser(COORDINATOR);
        browser.get("/camunda/app/cockpit/default/");
        var job = Map.of(
                "suspend", browser.putJson(API + "/process-instance/" + run + "/suspended", "{\"suspended\":true}"),
                "variable",
                        browser.putJson(
                                API + "/process-instance/" + run + "/variables/x",
                                "{\"value\":\"1\",\"type\":\"String\"}"),
                "cancel", browser.delete(API + "/process-instance/" + run),
                "start", browser.postJson(API + "/process-definition/key/dementia-pathway/start", "{}"),
                "message",
                        browser.postJson(
                                API + "/message",
                                "{\"messageName\":\"person.died\",\"processInstanceId\":\"" + run + "\"}"));
        job.forEach((what, response) -> assertThat(response.statusCode())
                .as(what + " " + response.body())
                .isBetween(400, 599));
        assertThat(runtime.createProcessInstanceQuery()
                        .processInstanceId(run)
                        .active()
                        .count())
                .isOne();
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("dementia-pathway")
                        .count())
                .isOne();
        assertThat(runtime.getVariables(run)).doesNotContainKey("x");
    }

    @Test
    void letsOperatorsMendARunButNotEndItStartOneOrCompleteATask() {
        assertThat(asOperator("PUT", "/engine-rest/process-instance/" + run + "/suspended", "{\"suspended\":true}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(asOperator("PUT", "/engine-rest/process-instance/" + run + "/suspended", "{\"suspended\":false}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(asOperator("DELETE", "/engine-rest/process-instance/" + run, "")
                        .statusCode())
                .isEqualTo(403);
        assertThat(asOperator("POST", "/engine-rest/process-definition/key/dementia-pathway/start", "{}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(jdbc.sql("select subject from audit_event where actor = 'operator' and action = 'engine.changed'")
                        .query(String.class)
                        .list())
                .contains("PUT /process-instance/" + run + "/suspended");
    }

    @Test
    void answersTheRestInterfaceToOperatorsOnly() {
        assertThat(asOperator("GET", "/engine-rest/process-instance?businessKey=" + REFERENCE, "")
                        .body())
                .contains(run);
        assertThat(send(basic(COORDINATOR).uri(at("/engine-rest/process-instance")))
                        .statusCode())
                .isEqualTo(404);
        assertThat(new Browser(OPERATOR).get("/engine-rest/process-instance").statusCode())
                .as("a session is no key to it")
                .isEqualTo(401);
    }

    @Test
    void closesDeploymentSetUpAndTheOtherApplications() {
        assertThat(asOperator("POST", "/engine-rest/deployment/create", "{}").statusCode())
                .isEqualTo(404);
        assertThat(asOperator("POST", "/engine-rest/engine/default/deployment/create", "{}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(asOperator("POST", "/engine-rest/user/create", "{\"profile\":{\"id\":\"x\"},\"credentials\":{}}")
                        .statusCode())
                .isBetween(400, 499);
        var browser = new Browser(OPERATOR);
        browser.get("/camunda/app/cockpit/default/");
        assertThat(browser.postJson("/camunda/api/admin/setup/default/user/create", "{}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(browser.postJson(API + "/deployment/create", "{}").statusCode())
                .isEqualTo(404);
        for (String path : List.of(
                "/camunda/app/tasklist/default/",
                "/camunda/app/admin/default/",
                "/camunda/app/admin/default/setup/",
                "/camunda/app/cockpit/default/setup/")) {
            assertThat(browser.get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void leadsFromCamundasStartPagesToCockpit() {
        var browser = new Browser(COORDINATOR);
        for (String path : List.of("/camunda", "/camunda/", "/camunda/app/", "/camunda/app/welcome/default/")) {
            assertThat(browser.get(path).headers().firstValue("Location"))
                    .as(path)
                    .hasValueSatisfying(location -> assertThat(location).endsWith("/camunda/app/cockpit/default/"));
        }
        assertThat(browser.get("/").headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).endsWith("/worklist"));
    }

    @Test
    void signsOutOfWaymarkWithCockpit() {
        var browser = new Browser(COORDINATOR);
        browser.get("/camunda/app/cockpit/default/");
        browser.postJson("/camunda/api/admin/auth/user/default/logout", "");
        assertThat(browser.get(API + "/process-instance").statusCode()).isEqualTo(401);
    }

    @Test
    void writesDownWhoLooksAtARun() {
        var browser = new Browser(COORDINATOR);
        browser.get(API + "/process-instance/" + run);
        assertThat(jdbc.sql("select count(*) from audit_event where actor = 'coordinator' and action = 'run.viewed'"
                                + " and subject = :run")
                        .param("run", run)
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    @Test
    void knowsUsersAndGroupsFromTheDirectoryAlone() {
        assertThat(identities.isReadOnly()).isTrue();
        assertThat(identities.createUserQuery().userId("coordinator").singleResult())
                .extracting(User::getFirstName, User::getLastName)
                .containsExactly("Ruth", "Amadi");
        assertThat(identities.createGroupQuery().groupMember("coordinator").list())
                .extracting(Group::getId)
                .containsExactly("coordinator", "dougie-mac.coordinator");
        assertThat(identities
                        .createUserQuery()
                        .memberOfGroup("approach.dementia-adviser")
                        .list())
                .extracting(User::getId)
                .containsExactly("adviser");
        assertThat(identities.createUserQuery().count()).isEqualTo(Alliance.EVERYBODY.size());
        assertThat(identities.createUserQuery().userId("nobody-here").count()).isZero();
        assertThat(identities.createTenantQuery().count()).isZero();
        assertThat(identities.checkPassword("coordinator", Alliance.PASSWORD)).isFalse();
    }

    @Test
    void grantsByDefinitionOnceHoweverOftenItStarts() {
        long before = authorizations.createAuthorizationQuery().count();
        grants.grant();
        assertThat(authorizations.createAuthorizationQuery().count()).isEqualTo(before);
        assertThat(jdbc.sql("select count(*) from act_ru_authorization where user_id_ is not null")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private HttpResponse<String> asOperator(String method, String path, String body) {
        return send(basic(OPERATOR)
                .uri(at(path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder basic(Viewer viewer) {
        String account = viewer.username() + ":" + Alliance.PASSWORD;
        return HttpRequest.newBuilder()
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return send(HttpClient.newHttpClient(), request);
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private URI at(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    /** What a browser does: keeps cookies, follows nothing, and sends Camunda's token back as its pages would. */
    private class Browser {

        private final CookieManager cookies = new CookieManager();
        private final HttpClient client =
                HttpClient.newBuilder().cookieHandler(cookies).build();

        Browser() {}

        Browser(Viewer viewer) {
            String token = Jsoup.parse(get("/sign-in").body())
                    .expectFirst("input[name=_csrf]")
                    .val();
            String form = "username=" + viewer.username() + "&password="
                    + URLEncoder.encode(Alliance.PASSWORD, StandardCharsets.UTF_8) + "&_csrf="
                    + URLEncoder.encode(token, StandardCharsets.UTF_8);
            var answer = send(
                    client,
                    HttpRequest.newBuilder(at("/sign-in"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(form)));
            assertThat(answer.headers().firstValue("Location"))
                    .hasValueSatisfying(location -> assertThat(location).endsWith("/worklist"));
        }

        HttpResponse<String> get(String path) {
            return send(client, HttpRequest.newBuilder(at(path)));
        }

        HttpResponse<String> postJson(String path, String body) {
            return send(client, json(path).POST(BodyPublishers.ofString(body)));
        }

        HttpResponse<String> putJson(String path, String body) {
            return send(client, json(path).PUT(BodyPublishers.ofString(body)));
        }

        HttpResponse<String> delete(String path) {
            return send(client, json(path).DELETE());
        }

        HttpResponse<String> postWithoutToken(String path, String body) {
            return send(
                    client,
                    HttpRequest.newBuilder(at(path))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(body)));
        }

        private HttpRequest.Builder json(String path) {
            String token = cookies.getCookieStore().getCookies().stream()
                    .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                    .map(HttpCookie::getValue)
                    .findFirst()
                    .orElse("");
            return HttpRequest.newBuilder(at(path))
                    .header("Content-Type", "application/json")
                    .header("X-XSRF-TOKEN", token);
        }
    }
}
