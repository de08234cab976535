"""图览: what a scope of cases holds, as pictures whose every mark leads to its cases."""
