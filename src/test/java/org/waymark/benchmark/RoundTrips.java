package org.waymark.benchmark;

import javax.sql.DataSource;
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

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource dataSource ? counted(dataSource) : bean;
    }

    DataSource counted(DataSource dataSource) {
        return ProxyDataSourceBuilder.create(dataSource)
                .afterQuery((execution, queries) -> executions.get()[0]++)
                .build();
    }
}
