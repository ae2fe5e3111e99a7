package org.waymark.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.access.AccessDecision;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.WaymarkClock;
import org.waymark.notify.Outbox.Failure;
import org.waymark.notify.Outbox.Message;
import org.waymark.notify.Outbox.State;
import org.waymark.support.Alliance;
import org.waymark.support.CareRule;
import org.waymark.support.WaymarkDatabase;
import org.waymark.support.WaymarkTest;

@WaymarkTest
class OutboxTests {

    private static final String MARGARET = "margaret@home.example";

    @Autowired
    JdbcClient jdbc;

    @Autowired
    WaymarkClock clock;

    @Autowired
    AccessDecision access;

    @Autowired
    AuditTrail audit;

    @Autowired
    ObjectProvider<Composer> composers;

    @Autowired
    TryComposer words;

    @Autowired
    PlatformTransactionManager transactions;

    private final int port = freePort();
    private GreenMail mail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private Outbox outbox;

    @BeforeEach
    void aServerOfItsOwn() {
        WaymarkDatabase.clean();
        clock.reset();
        mail.start();
        outbox = outbox("127.0.0.1");
    }

    @AfterEach
    void stop() {
        mail.stop();
        clock.reset();
    }

    private Outbox outbox(String host) {
        var server = new MailServer(host, port, "", "", "waymark@hospice.example", false, clock);
        return new Outbox(jdbc, clock, access, audit, server, composers, transactions);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(String reference) {
        new TransactionTemplate(transactions)
                .executeWithoutResult(
                        status -> outbox.put("try " + reference, TryComposer.KIND, reference, null, "coordinator"));
    }

    private Message message(String reference) {
        return Objects.requireNonNull(outbox.of(List.of("try " + reference)).get("try " + reference));
    }

    private void later(Duration time) {
        clock.moveTo(clock.instant().plus(time));
        outbox.sendDue();
    }

    @Test
    void sendsWhatWasPutInOnce() {
        words.say("a", MARGARET);
        put("a");
        put("a");

        outbox.sendDue();
        later(Duration.ofDays(3));

        assertThat(mail.getReceivedMessages()).hasSize(1);
        assertThat(message("a").state()).isEqualTo(State.SENT);
    }

    @Test
    void sendsNothingOfWhatDidNotHappen() {
        words.say("a", MARGARET);
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            outbox.put("try a", TryComposer.KIND, "a", null, "coordinator");
            status.setRollbackOnly();
        });

        outbox.sendDue();

        assertThat(mail.getReceivedMessages()).isEmpty();
    }

    @Test
    @CareRule(12)
    void waitsForAServerThatIsAwayForADayAndThenSendsEverythingOnce() {
        for (String reference : List.of("a", "b", "c")) {
            words.say(reference, MARGARET);
            put(reference);
        }
        mail.stop();

        for (int i = 0; i < 24 * 4; i++) {
            later(Duration.ofMinutes(15));
        }
        assertThat(message("a").state()).isEqualTo(State.WAITING);
        assertThat(outbox.troubled(Alliance.OPERATOR))
                .extracting(Message::failure)
                .contains(Failure.SERVER_AWAY);

        mail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        later(Duration.ofMinutes(15));
        later(Duration.ofMinutes(15));

        assertThat(mail.getReceivedMessages()).hasSize(3);
        assertThat(outbox.waiting()).isZero();
        assertThat(outbox.troubled(Alliance.OPERATOR)).isEmpty();
    }

    @Test
    void asksAnAbsentServerOnceARoundAndNotOnceAMessage() {
        for (String reference : List.of("a", "b", "c")) {
            words.say(reference, MARGARET);
            put(reference);
        }
        mail.stop();

        outbox.sendDue();

        assertThat(jdbc.sql("select count(*) from outbox_message where failure is not null")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void givesAPoisonMessageBackAfterSpacedTriesAndLetsTheOthersGoOut() {
        put("broken");
        words.say("a", MARGARET);
        put("a");

        outbox.sendDue();
        assertThat(mail.getReceivedMessages()).hasSize(1);
        assertThat(message("broken").state()).isEqualTo(State.WAITING);
        outbox.sendDue();
        assertThat(message("broken").attempts())
                .as("no second try before its time")
                .isEqualTo(1);
        for (int i = 0; i < 8; i++) {
            later(Duration.ofHours(7));
        }

        Message broken = message("broken");
        assertThat(broken.state()).isEqualTo(State.FAILED);
        assertThat(broken.failure()).isEqualTo(Failure.NOT_COMPOSED);
        assertThat(outbox.troubled(Alliance.OPERATOR)).extracting(Message::id).containsExactly(broken.id());
    }

    @Test
    void saysAtOnceThatNobodyHasAnAddress() {
        words.say("a", "no body@home.example");
        put("a");

        outbox.sendDue();

        assertThat(message("a").failure()).isIn(Failure.ADDRESS_REFUSED, Failure.MESSAGE_REFUSED);
        assertThat(mail.getReceivedMessages()).isEmpty();
    }

    @Test
    void triesAFailedMessageAgainWhenSomebodySaysSoAndGivesItUpWhenSomebodySaysThat() {
        words.say("a", MARGARET);
        put("a");
        UUID id = message("a").id();
        jdbc.sql("update outbox_message set state = 'FAILED', failure = 'MESSAGE_REFUSED'")
                .update();

        outbox.tryAgain(Alliance.OPERATOR, id);
        outbox.sendDue();

        assertThat(mail.getReceivedMessages()).hasSize(1);
        assertThatThrownBy(() -> outbox.giveUp(Alliance.OPERATOR, id)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> outbox.tryAgain(Alliance.NURSE, id)).isInstanceOf(NotVisible.class);
    }

    @Test
    @CareRule(10)
    void sendsNothingThatIsNoLongerToBeSaid() {
        words.say("a", MARGARET);
        words.say("b", MARGARET);
        put("a");
        put("b");
        outbox.cancel(TryComposer.KIND, "a");
        words.sayNoMore("b");

        outbox.sendDue();

        assertThat(mail.getReceivedMessages()).isEmpty();
        assertThat(message("a").state()).isEqualTo(State.CANCELLED);
        assertThat(message("b").state()).isEqualTo(State.CANCELLED);
    }

    @Test
    void givesEachTryOfOneMessageTheSameIdSoThatAMailboxShowsItOnce() throws Exception {
        words.say("a", MARGARET);
        put("a");
        outbox.sendDue();
        // The server took it, and this node died before it could write that down.
        jdbc.sql("update outbox_message set state = 'WAITING', ended_at = null").update();
        later(Duration.ofMinutes(2));

        assertThat(mail.getReceivedMessages()).hasSize(2);
        assertThat(mail.getReceivedMessages()[0].getMessageID())
                .isEqualTo(mail.getReceivedMessages()[1].getMessageID());
    }

    @Test
    void keepsNeitherAddressNorWords() {
        words.say("a", MARGARET);
        put("a");
        outbox.sendDue();

        assertThat(jdbc.sql("select to_jsonb(m)::text from outbox_message m")
                        .query(String.class)
                        .list())
                .hasSize(1)
                .noneMatch(row -> row.contains("margaret") || row.contains("Good morning"));
    }

    @Test
    void waitsWhereNoServerIsSetUp() {
        words.say("a", MARGARET);
        put("a");
        Outbox without = outbox("");

        without.sendDue();

        assertThat(without.canSend()).isFalse();
        assertThat(message("a").state()).isEqualTo(State.WAITING);
    }
}
