package org.waymark.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessments;
import org.waymark.forms.Forms;
import org.waymark.forms.Questionnaires.Question;
import org.waymark.links.Links.Asked;
import org.waymark.links.Links.Given;
import org.waymark.links.Links.Issued;
import org.waymark.links.Links.SecondFact;
import org.waymark.links.Links.State;
import org.waymark.links.Readers.Kind;
import org.waymark.links.Visits.Opened;
import org.waymark.links.Visits.Opening;
import org.waymark.links.Visits.Standing;
import org.waymark.links.Visits.Throttled;
import org.waymark.links.Visits.Typed;
import org.waymark.links.Visits.Visit;
import org.waymark.notify.Post;
import org.waymark.people.People;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.Letterbox;
import org.waymark.support.Letterbox.Arrived;
import org.waymark.support.Somebody;
import org.waymark.support.TestBeans.JdbcExecutions;
import org.waymark.support.WithCare;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

class PersonalLinksProcessTests extends WithCare {

    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    @Autowired
    Links links;

    @Autowired
    Visits visits;

    @Autowired
    People people;

    @Autowired
    Post post;

    @Autowired
    Assessments assessments;

    @Autowired
    Worklist worklist;

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
        mailbox = "reader" + ADDRESSES.incrementAndGet() + "@home.example";
        network = "192.0.2." + ADDRESSES.get();
        people.recordEmail(Alliance.COORDINATOR, person.ref(), null, mailbox);
    }

    private Asked asked(Kind kind) {
        return links.of(Alliance.COORDINATOR, person.ref()).stream()
                .filter(asked -> asked.reader().kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    /** Of the person's task, or of the carer's, whoever it is written to. */
    private String sent(Kind kind, SecondFact fact) {
        WorkItem task = asked(kind).task();
        if (kind == Kind.CARER) {
            people.recordEmail(
                    Alliance.COORDINATOR,
                    person.ref(),
                    people.facts(person.ref()).carers().get(0).id(),
                    mailbox);
        }
        links.email(Alliance.COORDINATOR, task.taskId(), fact, null);
        return arrived();
    }

    private String arrived() {
        post.goesOut();
        List<Arrived> all = Letterbox.of(mailbox);
        return secret(all.get(all.size() - 1));
    }

    private static String secret(Arrived email) {
        return Pattern.compile("/s/([\\w-]+)")
                .matcher(email.text())
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private Typed birthday() {
        var day = people.facts(person.ref()).dateOfBirth();
        return new Typed(
                String.valueOf(day.getDayOfMonth()),
                String.valueOf(day.getMonthValue()),
                String.valueOf(day.getYear()),
                "");
    }

    private static Typed wrong() {
        return new Typed("1", "1", "1900", "000000");
    }

    private Visit opened(String secret) {
        Opening opening = visits.open(secret, birthday(), Language.ENGLISH, network);
        assertThat(opening).isInstanceOf(Opened.class);
        return again(((Opened) opening).visit());
    }

    private Visit again(String cookie) {
        return visits.resume(cookie).orElseThrow();
    }

    private void answers(Visit visit, Map<String, String> answers) {
        // As a reader does: what is asked next follows from the answers before.
        Optional<Question> next = visits.sheet(visit).after(0);
        while (next.isPresent()) {
            Question question = next.get();
            String usual = question.isChoice() ? "NO" : "";
            if (question.key().equals("ownWords") || question.key().equals("knowsPerson")) {
                usual = question.choices().get(0).value();
            }
            assertThat(visits.answer(visit, question.key(), answers.getOrDefault(question.key(), usual)))
                    .isNull();
            next = visits.sheet(visit).after(question.place());
        }
    }

    private Map<String, Object> rating(Kind kind) {
        return jdbc.sql("""
                        select r.state, r.channel, r.functional_level, r.rated_by, r.carer_strain_level, r.answers ->> 'whatMatters' as matters
                          from rating r join assessment a on a.id = r.assessment_id where a.pathway_ref = :ref and r.rater = :rater
                        """)
                .param("ref", person.ref().value())
                .param("rater", kind.name())
                .query()
                .singleRow();
    }

    private @Nullable State state(UUID link) {
        return links.of(Alliance.COORDINATOR, person.ref()).stream()
                .flatMap(asked -> asked.links().stream())
                .filter(given -> given.id().equals(link))
                .map(Given::state)
                .findFirst()
                .orElse(null);
    }

    // ------------------------------------------------------------------ the way through

    @Test
    void handsInTheVeryTaskThatStaffWouldEnterFromPaper() {
        WorkItem task = asked(Kind.PERSON).task();
        Visit visit = opened(sent(Kind.PERSON, SecondFact.BIRTHDAY));

        answers(visit, Map.of("complexTasks", "LOST_DEMENTIA", "whatMatters", "My garden"));
        assertThat(visits.handIn(visit)).isInstanceOf(Forms.Done.class);

        assertThat(rating(Kind.PERSON))
                .containsEntry("state", "RATED")
                .containsEntry("channel", "PERSONAL_LINK")
                .containsEntry("functional_level", "4")
                .containsEntry("rated_by", Links.GUEST)
                .containsEntry("matters", "My garden");
        assertThat(worklist.find(Viewer.SYSTEM, task.taskId()).orElseThrow().endedBy())
                .isEqualTo(Links.GUEST);
        assertThat(
                        person.value(
                                "select form_id from form_submission where pathway_ref = :ref order by submitted_at desc limit 1"))
                .isEqualTo("answer-as-person");
    }

    @Test
    void asksACarerForTheirOwnWellbeingAndCountsTheirStrain() {
        Visit visit = opened(sent(Kind.CARER, SecondFact.BIRTHDAY));

        answers(visit, Map.of("ownWords", "4", "knowsPerson", "LIVES_WITH"));
        visits.handIn(visit);

        assertThat(rating(Kind.CARER))
                .containsEntry("channel", "PERSONAL_LINK")
                .containsEntry("carer_strain_level", "VERY_HIGH");
        assertThat(person.open()).contains("UserTask_DecideUrgentHelp");
    }

    @Test
    void marksWhatStaffEnteredFromPaperAndTheTelephone() {
        person.personRates("channel", "TELEPHONE").carerRates();

        assertThat(rating(Kind.PERSON)).containsEntry("channel", "TELEPHONE");
        assertThat(rating(Kind.CARER)).containsEntry("channel", "PAPER");
    }

    @Test
    @CareRule(6)
    void bringsAnImmediateConcernToSomebodyTheSameDay() {
        Visit visit = opened(sent(Kind.PERSON, SecondFact.BIRTHDAY));

        answers(visit, Map.of("immediateConcern", "NOT_SURE", "concernNote", "Somebody shouts at me"));
        visits.handIn(visit);

        assertThat(person.open()).contains("UserTask_ActOnConcern");
        assertThat(person.value("select note from concern where pathway_ref = :ref"))
                .isEqualTo("Somebody shouts at me");
    }

    @Test
    void raisesNoConcernForSomebodyWhoWouldRatherNotSay() {
        Visit visit = opened(sent(Kind.PERSON, SecondFact.BIRTHDAY));

        answers(visit, Map.of("immediateConcern", "RATHER_NOT_SAY"));
        visits.handIn(visit);

        assertThat(person.open()).doesNotContain("UserTask_ActOnConcern");
        assertThat(rating(Kind.PERSON)).containsEntry("state", "RATED");
    }

    @Test
    void asksFurtherOnlyWhereSomethingIsLost() {
        Visit visit = opened(sent(Kind.PERSON, SecondFact.BIRTHDAY));

        assertThat(visits.sheet(visit).questions()).extracting(Question::key).doesNotContain("sitting", "concernNote");
        visits.answer(visit, "walking", "LOST_OTHER");

        assertThat(visits.sheet(visit).questions()).extracting(Question::key).contains("sitting", "smiling");
    }

    @Test
    void tellsStaffHowFarALinkHasCome() {
        Issued issued =
                links.email(Alliance.COORDINATOR, asked(Kind.PERSON).task().taskId(), SecondFact.BIRTHDAY, null);
        assertThat(state(issued.id())).isEqualTo(State.WAITING);
        String secret = arrived();
        assertThat(state(issued.id())).isEqualTo(State.SENT);
        Visit visit = opened(secret);
        assertThat(state(issued.id())).isEqualTo(State.OPENED);
        visits.answer(visit, "dressing", "NO");
        assertThat(state(issued.id())).isEqualTo(State.BEGUN);
        answers(visit, Map.of());
        String part = Objects.requireNonNull(asked(Kind.PERSON).task().part());
        visits.handIn(visit);

        assertThat(links.ofPart(Alliance.COORDINATOR, person.ref(), part))
                .extracting(Given::state)
                .containsExactly(State.HANDED_IN);
    }

    // ------------------------------------------------------------------ the e-mail

    @Test
    void saysNothingOfWhyItIsSent() {
        sent(Kind.PERSON, SecondFact.BIRTHDAY);

        Arrived email = Letterbox.of(mailbox).get(0);
        assertThat(email.subject() + email.text())
                .doesNotContainIgnoringCase("dementia")
                .doesNotContainIgnoringCase("memory")
                .doesNotContainIgnoringCase("assess")
                .doesNotContain(person.ref().value())
                .doesNotContain(people.facts(person.ref()).familyName());
        assertThat(email.text()).contains("Hello,", "You can answer until", "your date of birth");
    }

    @Test
    void sendsNoLinkWithoutAnAddressOrToOneWhoMayNotSeeThePerson() {
        String taskId = asked(Kind.CARER).task().taskId();

        assertThatThrownBy(() -> links.email(Alliance.COORDINATOR, taskId, SecondFact.BIRTHDAY, null))
                .isInstanceOf(Refused.class)
                .hasMessage("links.noAddress");
        assertThatThrownBy(() -> links.email(Alliance.PARTNER, taskId, SecondFact.BIRTHDAY, null))
                .isInstanceOf(NotVisible.class);
    }

    @Test
    void keepsOnlyHashes() {
        String secret = sent(Kind.PERSON, SecondFact.CODE);
        visits.open(secret, wrong(), Language.ENGLISH, network);

        assertThat(jdbc.sql("""
                        select to_jsonb(x)::text from personal_link x union all select to_jsonb(x)::text from personal_link_secret x
                        union all select to_jsonb(x)::text from personal_link_failure x union all select to_jsonb(x)::text from outbox_message x
                        """).query(String.class).list())
                .isNotEmpty()
                .noneMatch(row -> row.contains(secret) || row.contains(secret.substring(1)) || row.contains(mailbox));
        assertThat(secret).hasSizeGreaterThanOrEqualTo(23);
    }

    // ------------------------------------------------------------------ opening

    @Test
    void opensWithAnotherFactThatIsTheBirthdayOrACodeThatWasTold() {
        String byBirthday = sent(Kind.PERSON, SecondFact.BIRTHDAY);
        Issued issued =
                links.email(Alliance.COORDINATOR, asked(Kind.PERSON).task().taskId(), SecondFact.CODE, null);
        String byCode = arrived();
        String code = Objects.requireNonNull(issued.code());

        assertThat(visits.open(byBirthday, wrong(), Language.ENGLISH, network)).isInstanceOf(Visits.Refused.class);
        assertThat(visits.open(byBirthday, birthday(), Language.ENGLISH, network))
                .isInstanceOf(Opened.class);
        assertThat(visits.open(byCode, birthday(), Language.ENGLISH, network)).isInstanceOf(Visits.Refused.class);
        assertThat(visits.open(
                        byCode,
                        new Typed("", "", "", code.substring(0, 3) + " " + code.substring(3)),
                        Language.ENGLISH,
                        network))
                .isInstanceOf(Opened.class);
    }

    @Test
    void closesForAWhileAfterTooManyTriesWhetherThereIsSuchALinkOrNot() {
        String secret = sent(Kind.PERSON, SecondFact.BIRTHDAY);
        for (String one : List.of(secret, "pguessedguessedguessed1")) {
            for (int i = 0; i < Visits.FAILURES_PER_SECRET; i++) {
                assertThat(visits.open(one, wrong(), Language.ENGLISH, network)).isInstanceOf(Visits.Refused.class);
            }
            assertThat(visits.open(one, birthday(), Language.ENGLISH, network)).isInstanceOf(Throttled.class);
        }

        care.pass(LinkTables.WINDOW.plusSeconds(1));
        assertThat(visits.open(secret, birthday(), Language.ENGLISH, network)).isInstanceOf(Opened.class);
    }

    @Test
    void closesAnAddressThatTriesManyLinks() {
        for (int i = 0; i < Visits.FAILURES_PER_ADDRESS; i++) {
            visits.open("pguess" + i, wrong(), Language.ENGLISH, network);
        }

        String secret = sent(Kind.PERSON, SecondFact.BIRTHDAY);
        assertThat(visits.open(secret, birthday(), Language.ENGLISH, network)).isInstanceOf(Throttled.class);
        assertThat(visits.open(secret, birthday(), Language.ENGLISH, "198.51.100.7"))
                .isInstanceOf(Opened.class);
    }

    @Test
    void locksALinkWhoseSecondFactSomebodyGuessesWithPatience() {
        String secret = sent(Kind.PERSON, SecondFact.BIRTHDAY);
        for (int i = 0; i < Visits.FAILURES_TO_LOCK; i++) {
            visits.open(secret, wrong(), Language.ENGLISH, network);
            care.pass(LinkTables.WINDOW.plusSeconds(1));
        }

        assertThat(visits.open(secret, birthday(), Language.ENGLISH, network)).isInstanceOf(Visits.Refused.class);
        assertThat(asked(Kind.PERSON).links()).extracting(Given::state).containsExactly(State.LOCKED);
    }

    // ------------------------------------------------------------------ stopping and coming back

    @Test
    @CareRule(12)
    void keepsEveryAnswerForAnotherDayAndAnotherLink() {
        Visit visit = opened(sent(Kind.PERSON, SecondFact.BIRTHDAY));
        visits.answer(visit, "dressing", "NOT_SURE");
        visits.leave(visit);
        care.passDays(1);

        Visit later = opened(sent(Kind.PERSON, SecondFact.BIRTHDAY));

        assertThat(given(later, "dressing")).isEqualTo("NOT_SURE");
    }

    private String given(Visit visit, String key) {
        return visits.sheet(visit).questions().stream()
                .filter(question -> question.key().equals(key))
                .findFirst()
                .orElseThrow()
                .given();
    }

    @Test
    void asksAgainAfterHalfAnHourOfSilence() {
        String secret = sent(Kind.PERSON, SecondFact.BIRTHDAY);
        String cookie = ((Opened) visits.open(secret, birthday(), Language.ENGLISH, network)).visit();
        care.pass(Duration.ofMinutes(29));
        assertThat(again(cookie).isIdle()).isFalse();
        care.pass(Duration.ofMinutes(29));
        assertThat(again(cookie).isIdle()).isFalse();
        care.pass(Duration.ofMinutes(31));

        Visit idle = again(cookie);
        assertThat(idle.isIdle()).isTrue();
        assertThat(visits.goOn(idle, wrong(), network)).isInstanceOf(Visits.Refused.class);
        assertThat(visits.goOn(idle, birthday(), network)).isInstanceOf(Opened.class);
        assertThat(again(cookie).isIdle()).isFalse();
    }

    @Test
    void asksAgainWithTheSameWorkWhetherTheLinkIsLockedOrTheSecondFactIsWrong() {
        String secret = sent(Kind.PERSON, SecondFact.BIRTHDAY);
        String cookie = ((Opened) visits.open(secret, birthday(), Language.ENGLISH, network)).visit();
        care.pass(Duration.ofMinutes(31));
        Visit idle = again(cookie);
        long before = executions.countOfThisThread();
        assertThat(visits.goOn(idle, wrong(), network)).isInstanceOf(Visits.Refused.class);
        long ofAWrongFact = executions.countOfThisThread() - before;
        jdbc.sql("update personal_link set locked_at = issued_at where id = :id")
                .param("id", asked(Kind.PERSON).links().get(0).id())
                .update();

        Visit locked = again(cookie);
        Typed right = birthday();
        before = executions.countOfThisThread();
        assertThat(visits.goOn(locked, right, network)).isInstanceOf(Visits.Refused.class);

        assertThat(executions.countOfThisThread() - before).isEqualTo(ofAWrongFact);
    }

    @Test
    void neverShowsACarerWhatThePersonAnsweredNorTheOtherWayRound() {
        Visit ofPerson = opened(sent(Kind.PERSON, SecondFact.BIRTHDAY));
        visits.answer(ofPerson, "whatMatters", "That nobody tells Peter");
        Visit ofCarer = opened(sent(Kind.CARER, SecondFact.BIRTHDAY));
        visits.answer(ofCarer, "whatMatters", "That I can sleep");

        assertThat(given(ofCarer, "whatMatters")).isEqualTo("That I can sleep");
        assertThat(given(ofPerson, "whatMatters")).isEqualTo("That nobody tells Peter");
        assertThat(visits.sheet(ofCarer).questions())
                .filteredOn(question -> !question.given().isEmpty())
                .hasSize(1);
    }

    @Test
    void twoTabsThatAnswerDifferentQuestionsKeepBoth() {
        String secret = sent(Kind.PERSON, SecondFact.BIRTHDAY);
        Visit one = opened(secret);
        Visit other = opened(secret);

        visits.answer(one, "dressing", "NO");
        visits.answer(other, "bathing", "NOT_SURE");

        assertThat(given(one, "bathing")).isEqualTo("NOT_SURE");
        assertThat(given(other, "dressing")).isEqualTo("NO");
    }

    // ------------------------------------------------------------------ what comes in between

    @Test
    void handsInOnceHoweverOftenItIsSent() {
        String taskId = asked(Kind.PERSON).task().taskId();
        String secret = sent(Kind.PERSON, SecondFact.BIRTHDAY);
        String cookie = ((Opened) visits.open(secret, birthday(), Language.ENGLISH, network)).visit();
        answers(again(cookie), Map.of());

        assertThat(visits.handIn(again(cookie))).isInstanceOf(Forms.Done.class);
        assertThat(visits.handIn(again(cookie))).isInstanceOf(Forms.Done.class);
        visits.answer(again(cookie), "dressing", "LOST_DEMENTIA");

        assertThat(visits.standing(again(cookie))).isEqualTo(Standing.HANDED_IN);
        assertThat(person.value("select count(*) from form_submission where form_id = 'answer-as-person'"
                        + " and pathway_ref = :ref"))
                .isEqualTo(1L);
        assertThat(person.value("select count(*) from form_draft d where d.username = 'personal link' and d.task_id = '"
                        + taskId + "' and :ref = :ref"))
                .isEqualTo(0L);
    }

    @Test
    void tellsTheReaderGentlyThatStaffHaveEnteredTheAnswers() {
        Visit visit = opened(sent(Kind.PERSON, SecondFact.BIRTHDAY));
        answers(visit, Map.of());
        person.personRates();

        assertThat(visits.standing(visit)).isEqualTo(Standing.ENTERED_BY_STAFF);
        assertThat(visits.handIn(visit)).isInstanceOf(Forms.AlreadyEnded.class);
        assertThat(rating(Kind.PERSON)).containsEntry("channel", "PAPER");
    }

    @Test
    void tellsStaffWhoWereEnteringThemThatTheReaderWasFaster() {
        WorkItem task = asked(Kind.PERSON).task();
        Visit visit = opened(sent(Kind.PERSON, SecondFact.BIRTHDAY));
        answers(visit, Map.of());
        visits.handIn(visit);

        Forms.Result result = person.submits(Alliance.COORDINATOR, task);

        assertThat(result).isInstanceOf(Forms.AlreadyEnded.class);
        assertThat(((Forms.AlreadyEnded) result).task().endedBy()).isEqualTo(Links.GUEST);
        assertThat(rating(Kind.PERSON)).containsEntry("channel", "PERSONAL_LINK");
    }

    @Test
    @CareRule({10, 12})
    void keepsWhatACarerHadWrittenWhenThePersonDies() {
        String secret = sent(Kind.CARER, SecondFact.BIRTHDAY);
        Visit visit = opened(secret);
        String taskId = asked(Kind.CARER).task().taskId();
        visits.answer(visit, "whatMatters", "That she is not alone");
        person.dies();

        assertThat(visits.standing(visit)).isEqualTo(Standing.PERSON_DIED);
        visits.answer(visit, "distress", "YES");
        assertThat(visits.handIn(visit)).isInstanceOf(Forms.AlreadyEnded.class);

        String draft = jdbc.sql(
                        "select input::text from form_draft where task_id = :task and username = 'personal link'")
                .param("task", taskId)
                .query(String.class)
                .single();
        assertThat(draft).contains("That she is not alone", "YES");
        assertThat(visits.open(secret, birthday(), Language.ENGLISH, network)).isInstanceOf(Visits.Refused.class);
    }

    @Test
    @CareRule(10)
    void sendsNoLinkAfterADeath() {
        links.email(Alliance.COORDINATOR, asked(Kind.PERSON).task().taskId(), SecondFact.BIRTHDAY, null);
        person.dies();

        post.goesOut();

        assertThat(Letterbox.of(mailbox)).isEmpty();
    }

    @Test
    void saysThatTheTimeIsOverWhenTheRoundHasClosed() {
        Visit visit = opened(sent(Kind.PERSON, SecondFact.BIRTHDAY));
        answers(visit, Map.of());
        care.passDays(60);

        assertThat(visits.standing(visit)).isEqualTo(Standing.CLOSED);
        assertThat(visits.handIn(visit)).isInstanceOf(Forms.AlreadyEnded.class);
        assertThat(rating(Kind.PERSON)).containsEntry("state", "MISSING");
    }

    @Test
    void keepsWhatWasWrittenWhenTheRoundIsClosedEarlyMeanwhile() {
        String task = asked(Kind.PERSON).task().taskId();
        Visit visit = opened(sent(Kind.PERSON, SecondFact.BIRTHDAY));
        visits.answer(visit, "dressing", "NO");
        assessments.closeEarly(Alliance.COORDINATOR, person.ref(), "The stage is needed today.");
        visits.answer(visit, "bathing", "NOT_SURE");

        assertThat(visits.standing(visit)).isEqualTo(Standing.CLOSED);
        assertThat(visits.handIn(visit)).isInstanceOf(Forms.AlreadyEnded.class);
        assertThat(rating(Kind.PERSON)).containsEntry("state", "MISSING");
        assertThat(jdbc.sql(
                                "select input ->> 'dressing' || (input ->> 'bathing') from form_draft where task_id = :task")
                        .param("task", task)
                        .query(String.class)
                        .list())
                .contains("[\"NO\"][\"NOT_SURE\"]");
    }

    @Test
    void opensNothingAfterItWasTakenBack() {
        String secret = sent(Kind.PERSON, SecondFact.BIRTHDAY);
        String cookie = ((Opened) visits.open(secret, birthday(), Language.ENGLISH, network)).visit();
        answers(again(cookie), Map.of());
        links.revoke(Alliance.COORDINATOR, asked(Kind.PERSON).links().get(0).id());

        assertThat(visits.standing(again(cookie))).isEqualTo(Standing.CLOSED);
        assertThat(visits.handIn(again(cookie))).isInstanceOf(Forms.AlreadyEnded.class);
        assertThat(visits.open(secret, birthday(), Language.ENGLISH, network)).isInstanceOf(Visits.Refused.class);
        assertThat(rating(Kind.PERSON)).containsEntry("state", "INVITED");
    }
}
