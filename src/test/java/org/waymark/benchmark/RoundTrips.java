package org.waymark.benchmark;

import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.proxy.ParameterSetOperation;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Counts JDBC executions of the asking thread, so that jobs in the background do not count. */
final class RoundTrips implements BeanPostProcessor {

    private final ThreadLocal<long[]> executions = ThreadLocal.withInitial(() -> new long[1]);

    /** What the action asks of the database: statements and batches, each once however many rows. */
    long of(Runnable action) {
        long before = executions.get()[0];
        action.run();
        return executions.get()[0] - before;
    }

    /** A statement as it was sent, and how long it took. */
    record Sent(String sql, List<ParameterSetOperation> parameters, long milliseconds) {}

    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    private volatile boolean isKept;

    /** All that is asked of the database meanwhile, by anybody; the slowest first. */
    List<Sent> sent(Runnable action) {
        sent.clear();
        isKept = true;
        action.run();
        isKept = false;
        return sent.stream()
                .sorted(Comparator.comparingLong(Sent::milliseconds).reversed())
                .toList();
    }

    private void keep(ExecutionInfo execution, List<QueryInfo> queries) {
        executions.get()[0]++;
        if (isKept && queries.size() == 1) {
            QueryInfo query = queries.get(0);
            sent.add(new Sent(
                    query.getQuery(),
                    query.getParametersList().stream().flatMap(List::stream).toList(),
                    execution.getElapsedTime()));
        }
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource dataSource ? counted(dataSource) : bean;
    }

    DataSource counted(DataSource dataSource) {
        return ProxyDataSourceBuilder.create(dataSource).afterQuery(this::keep).build();
    }
}
