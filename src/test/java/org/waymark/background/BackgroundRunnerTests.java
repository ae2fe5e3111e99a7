package org.waymark.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.waymark.support.WaymarkTest;

@WaymarkTest
class BackgroundRunnerTests {

    private static final UUID LETTERS = UUID.randomUUID();

    @Autowired
    JdbcClient jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    private final List<BackgroundRunner> nodes = new ArrayList<>();

    @BeforeEach
    void aHundredAndTwentyLettersToWrite() {
        jdbc.sql("create table letter (number integer primary key, state text not null)")
                .update();
        jdbc.sql("insert into letter select n, 'WAITING' from generate_series(1, 120) n")
                .update();
    }

    @AfterEach
    void takeTheLettersAway() {
        nodes.forEach(BackgroundRunner::stop);
        jdbc.sql("drop table letter").update();
    }

    /** Long work with nothing special about it, whose items may fail. */
    private class Letters implements LongWork {

        @Nullable
        RuntimeException failsAtSeven;

        @Override
        public String name() {
            return "letters";
        }

        @Override
        public Optional<UUID> next() {
            return waiting(1).isEmpty() ? Optional.empty() : Optional.of(LETTERS);
        }

        @Override
        public void take(UUID begun, int most) {
            for (int number : waiting(most)) {
                note(number, "WRITTEN");
                if (number == 7 && failsAtSeven != null) {
                    throw failsAtSeven;
                }
            }
        }

        @Override
        public void giveBack(UUID begun, RuntimeException why) {
            waiting(1).forEach(number -> note(number, "GIVEN_BACK"));
        }

        private List<Integer> waiting(int most) {
            return jdbc.sql("select number from letter where state = 'WAITING' order by number limit :most")
                    .param("most", most)
                    .query(Integer.class)
                    .list();
        }

        private void note(int number, String state) {
            jdbc.sql("update letter set state = :state where number = :number")
                    .param("state", state)
                    .param("number", number)
                    .update();
        }
    }

    private BackgroundRunner node(LongWork... works) {
        var node = new BackgroundRunner(List.of(works), jdbc, transactions);
        node.start();
        nodes.add(node);
        return node;
    }

    private List<Integer> letters(String state) {
        return jdbc.sql("select number from letter where state = :state order by number")
                .param("state", state)
                .query(Integer.class)
                .list();
    }

    private void awaitWritten(int letters) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> letters("WRITTEN").size() == letters);
    }

    @Test
    void goesOnWhereItStoodAfterARestart() {
        var letters = new Letters();
        assertThat(node(letters).step(letters)).isTrue();
        assertThat(letters("WRITTEN"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 50).boxed().toList());

        node(letters).wakeAll();
        awaitWritten(120);
    }

    @Test
    void beginsOnceTheTransactionThatWakesItIsCommitted() {
        var letters = new Letters();
        BackgroundRunner node = node(letters);
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            node.wake(letters);
            status.setRollbackOnly();
        });
        assertThat(letters("WRITTEN")).isEmpty();

        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            letters.note(120, "WRITTEN");
            node.wake(letters);
        });
        awaitWritten(120);
    }

    @Test
    void triesOneByOneWhenABatchFailsAndGivesBackTheOneThatDoes() {
        var letters = new Letters();
        letters.failsAtSeven = new IllegalStateException("of letter 7");
        BackgroundRunner node = node(letters);
        assertThat(node.step(letters)).isTrue();
        assertThat(letters("GIVEN_BACK")).containsExactly(7);
        assertThat(letters("WRITTEN")).hasSize(49);

        node.wake(letters);
        awaitWritten(119);
        assertThat(node.step(letters)).isFalse();
    }

    @Test
    void givesNothingBackWhileTheDatabaseIsAway() {
        var letters = new Letters();
        letters.failsAtSeven = new RecoverableDataAccessException("the connection is gone");
        BackgroundRunner node = node(letters);
        assertThatThrownBy(() -> node.step(letters)).isSameAs(letters.failsAtSeven);
        assertThat(letters("WAITING")).hasSize(120);

        letters.failsAtSeven = null;
        node.wakeAll();
        awaitWritten(120);
    }

    @Test
    void worksOnOneNodeAtATime() {
        var turns = new ArrayList<Boolean>();
        var other = new Letters();
        BackgroundRunner otherNode = node(other);
        var letters = new Letters() {
            @Override
            public void take(UUID begun, int most) {
                turns.add(otherNode.step(other));
                throw new IllegalStateException("so that its letters are given back");
            }

            @Override
            public void giveBack(UUID begun, RuntimeException why) {
                turns.add(otherNode.step(other));
                super.giveBack(begun, why);
            }
        };
        assertThat(node(letters).step(letters)).isTrue();
        assertThat(turns).hasSize(101).containsOnly(false);
        assertThat(letters("WRITTEN")).isEmpty();
        assertThat(letters("GIVEN_BACK")).hasSize(50);

        assertThat(otherNode.step(other)).isTrue();
        assertThat(letters("WRITTEN")).hasSize(50);
    }

    @Test
    void stopsAfterTheBatchInHand() throws InterruptedException {
        var isInHand = new CountDownLatch(1);
        var isStopping = new CountDownLatch(1);
        var letters = new Letters() {
            @Override
            public void take(UUID begun, int most) {
                super.take(begun, most);
                isInHand.countDown();
                try {
                    isStopping.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        BackgroundRunner node = node(letters);
        node.wake(letters);
        isInHand.await();
        var stopping = new Thread(node::stop);
        stopping.start();
        Awaitility.await().until(() -> !node.isRunning());
        isStopping.countDown();
        stopping.join();
        assertThat(letters("WRITTEN")).hasSize(50);

        node.wake(letters);
        assertThat(letters("WRITTEN")).hasSize(50);
    }
}
