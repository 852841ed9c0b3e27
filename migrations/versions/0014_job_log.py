"""Of an error that ended a job, its type alone is kept: the text and the traceback may hold a row, with names and addresses."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The fields that PgQueuer's own model of an error has, so that its tools go on reading them.
    op.execute(
        """
        CREATE FUNCTION keep_type_of_error_alone() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.traceback IS NOT NULL THEN
                NEW.traceback := jsonb_build_object(
                    'job_id', NEW.traceback -> 'job_id',
                    'timestamp', NEW.traceback -> 'timestamp',
                    'exception_type', NEW.traceback -> 'exception_type',
                    'exception_message', '',
                    'traceback', '',
                    'additional_context', NULL
                );
            END IF;
            RETURN NEW;
        END
        $$
        """
    )
    op.execute(
        """
        CREATE TRIGGER pgqueuer_log_type_of_error BEFORE INSERT OR UPDATE ON pgqueuer_log
        FOR EACH ROW EXECUTE FUNCTION keep_type_of_error_alone()
        """
    )
    op.execute("UPDATE pgqueuer_log SET traceback = traceback WHERE traceback IS NOT NULL")


def downgrade() -> None:
    op.execute("DROP TRIGGER pgqueuer_log_type_of_error ON pgqueuer_log")
    op.execute("DROP FUNCTION keep_type_of_error_alone()")
